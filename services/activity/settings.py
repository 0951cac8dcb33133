"""The activity service's settings."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.settings import ServiceSettings, SettingsError
from services.activity.channels.domain.addresses import Rules, read_rules


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """Beyond what every service needs: for a house that runs a vendor's server itself, its host (``channel_hosts``,
    ``dingtalk=ding.example.com:8443 ...``) and the networks of its own where it may be (``channel_networks``,
    ``10.2.0.0/16 ...``). Without them messages go to the vendors' own hosts and into the open internet alone."""

    service_name: str = "activity"
    channel_hosts: str = ""
    channel_networks: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        try:
            read_rules(self.channel_hosts, self.channel_networks)
        except ValueError as error:
            raise SettingsError(f"CHANNEL_HOSTS or CHANNEL_NETWORKS ({error})") from None

    @property
    def channel_rules(self) -> Rules:
        """Where messages to groups may go."""
        return read_rules(self.channel_hosts, self.channel_networks)

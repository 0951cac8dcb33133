"""The group robots of departments: where a department's group in WeCom, DingTalk or Feishu is told what its people are
told."""

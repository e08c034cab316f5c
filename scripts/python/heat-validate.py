"""Validates the Heat template on standard input as Heat's engine does, without a server; exits with 1 where it isn't valid."""
import sys

from heat.common import context, template_format
from heat.engine import resource, resources, stack, template
from oslo_config import cfg

cfg.CONF([], project="heat", default_config_files=[])
resources.initialise()
# No cloud is asked which services it has.
resource.Resource.is_service_available = classmethod(lambda cls, where: (True, None))
try:
    parsed = template.Template(template_format.parse(sys.stdin.read()))
    where = context.RequestContext(user_id="user", project_id="project", roles=[])
    stack.Stack(where, "stack", parsed).validate(validate_res_tmpl_only=True)
except Exception as error:
    sys.exit(f"not valid: {error}")

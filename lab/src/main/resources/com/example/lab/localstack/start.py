# Starts LocalStack.
import gc
import os
import runpy
import tempfile

# Loading thousands of modules creates little garbage, but collecting it takes a third of the time.
gc.set_threshold(20_000, 20, 100)

# Ignores the settings of the user for real AWS accounts.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]

# LocalStack warns about this variable.
tempfile.tempdir = os.environ.pop("TMPDIR")

# Otherwise its buckets would be in a folder that all users and runs on this computer share.
from localstack.services.s3 import provider

provider.DEFAULT_S3_TMP_DIR = os.path.join(tempfile.tempdir, "s3")

print("Starting on", os.environ["GATEWAY_LISTEN"])
runpy.run_module("localstack.runtime.main", run_name="__main__", alter_sys=True)

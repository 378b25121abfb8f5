# Starts LocalStack.
import gc
import os
import runpy
import tempfile

# While thousands of modules load there is little garbage: looking for it takes a third of the time.
gc.set_threshold(20_000, 20, 100)

# What a person has set for real AWS accounts is not meant for this.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]

# LocalStack complains of this variable.
tempfile.tempdir = os.environ.pop("TMPDIR")

# Else its buckets would lie in a folder that all users and all runs on this computer share.
from localstack.services.s3 import provider

provider.DEFAULT_S3_TMP_DIR = os.path.join(tempfile.tempdir, "s3")

print("Starting on", os.environ["GATEWAY_LISTEN"])
runpy.run_module("localstack.runtime.main", run_name="__main__", alter_sys=True)

# Starts LocalStack.
import gc
import os
import runpy

# Collecting garbage while thousands of modules load finds nothing and takes a third of the time.
gc.set_threshold(20_000, 20, 100)

# What a person has set for another use of AWS is not meant for this one.
for name in list(os.environ):
    if name.startswith("AWS_"):
        del os.environ[name]

runpy.run_module("localstack.runtime.main", run_name="__main__", alter_sys=True)

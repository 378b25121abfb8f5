# Makes once, at installation, what LocalStack would otherwise fetch or make again at each start:
# the certificate of its HTTPS side, and the index of all AWS operations (5 s and 300 MB of memory).
# Argument: the folder for both.
import compileall
import datetime
import pathlib
import re
import sys
import sysconfig

print("compiling", flush=True)
# Some packages bring templates that are no Python of this version: what does not compile is not imported.
# Half of all code belongs to packages that others ask for and that no service of the lab imports.
unused = r"site-packages.(awscli|cfnlint|docutils|mpmath|networkx|opensearchpy|pip|pygments|pymongo|setuptools|sympy)\b"
compileall.compile_dir(sysconfig.get_path("purelib"), rx=re.compile(unused), quiet=2, workers=0)

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from localstack.aws import spec

folder = pathlib.Path(sys.argv[1])
folder.mkdir()

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
now = datetime.datetime.now(datetime.timezone.utc)
certificate = (
    x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    .not_valid_before(now - datetime.timedelta(days=1))
    .not_valid_after(now + datetime.timedelta(days=3650))
    .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    .sign(key, hashes.SHA256())
)
pem = key.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
) + certificate.public_bytes(serialization.Encoding.PEM)
(folder / "server.pem").write_bytes(pem)

spec.build_service_index_cache(str(folder / spec._get_catalog_filename()))

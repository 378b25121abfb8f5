# Makes once, at installation, what LocalStack would otherwise fetch or make again at each start:
# the certificate of its HTTPS side, and the index of all AWS operations (5 s and 300 MB of memory).
# Fails if something of the installation is missing. Argument: the folder for both.
import datetime
import pathlib
import sys

import localstack.runtime.runtime
import localstack.services.cloudformation.v2.provider
import localstack.services.s3.provider
import localstack.services.ssm.provider
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from localstack.aws import spec

folder = pathlib.Path(sys.argv[1])
folder.mkdir(exist_ok=True)

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
(folder / "server.test.pem").write_bytes(
    key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    + certificate.public_bytes(serialization.Encoding.PEM)
)
spec.build_service_index_cache(str(folder / spec._get_catalog_filename()))

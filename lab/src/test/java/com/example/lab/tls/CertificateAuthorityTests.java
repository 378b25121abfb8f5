package com.example.lab.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import com.example.lab.process.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CertificateAuthorityTests {

	@Test
	void isMadeOnceAndSignsForThisComputerOnly(@TempDir Path temporary) throws IOException, GeneralSecurityException {
		try (Processes processes = new Processes(temporary.resolve("logs"))) {
			CertificateAuthority made = CertificateAuthority.keptIn(temporary, processes);
			byte[] first = Files.readAllBytes(made.certificate());
			CertificateAuthority again = CertificateAuthority.keptIn(temporary, processes);

			assertThat(again.certificate()).hasBinaryContent(first);
			X509Certificate server = certificate(made.serverCertificate());
			server.verify(certificate(made.certificate()).getPublicKey());
			assertThat(server.getBasicConstraints()).isEqualTo(-1);
			assertThat(server.getSubjectAlternativeNames()).containsExactlyInAnyOrder(List.of(7, "127.0.0.1"),
					List.of(2, "localhost"));
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.serverKey())))
				.isEqualTo("rw-------");
			assertThat(temporary.resolve("tls/keys.p12")).doesNotExist();
		}
	}

	@Test
	void isMadeAgainIfTheClockWasAhead(@TempDir Path temporary) throws IOException, GeneralSecurityException {
		try (Processes processes = new Processes(temporary.resolve("logs"))) {
			CertificateAuthority.keptIn(temporary, processes, "+10d");

			CertificateAuthority again = CertificateAuthority.keptIn(temporary, processes);

			for (Path file : List.of(again.certificate(), again.serverCertificate())) {
				certificate(file).checkValidity(Date.from(Instant.now().minus(Duration.ofHours(12))));
			}
		}
	}

	private static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
		try (InputStream in = Files.newInputStream(file)) {
			return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
		}
	}

}

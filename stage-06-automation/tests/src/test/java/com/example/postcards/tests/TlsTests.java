package com.example.postcards.tests;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.process.Processes;
import com.example.lab.stage.Workshop;
import com.example.lab.tls.CertificateAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** No client talks to the database in the clear, or to another one in its place. */
@Stage(exclusive = false)
class TlsTests {

	private final DatabaseSecret application;

	private final DatabaseSecret master;

	private final Map<String, String> refusals = new TreeMap<>();

	TlsTests(LocalCloud cloud) {
		this.application = DatabaseSecret.ofApplication(cloud);
		this.master = DatabaseSecret.ofMaster(cloud);
	}

	@Test
	void aClientWithoutTlsOrWithAnotherAuthorityOrHostNameIsRefused(@TempDir Path folder) throws Exception {
		try (Processes processes = new Processes(folder)) {
			String ca = verifying(CertificateAuthority.keptIn(Workshop.find().cache(), processes));
			String otherCa = verifying(CertificateAuthority.keptIn(folder.resolve("other"), processes));
			// The same computer, under a name that is not in the certificate.
			String otherName = this.application.address().replace("127.0.0.1", "127.1");
			this.application.connect(this.application.address(), ca).close();

			refused("withoutTls", this.application.address(), "sslmode=disable", "no encryption");
			refused("wrongAuthority", this.application.address(), otherCa, "PKIX path");
			refused("wrongHostName", otherName, ca, "could not be verified");
		}
		Evidence.keep("tls", this.refusals);
	}

	@Test
	void theConnectionsOfTheApplicationAreEncryptedAndNotTheMasters() throws SQLException {
		try (Connection connection = this.master.connect(); Statement statement = connection.createStatement()) {
			var rows = statement.executeQuery("""
					select string_agg(distinct usename || ' ' || ssl, ', ')
					from pg_stat_activity join pg_stat_ssl using (pid)
					where backend_type = 'client backend' and datname = 'postcards'
					and pid <> pg_backend_pid()""");
			rows.next();
			assertThat(rows.getString(1)).isEqualTo("postcards_app true");
		}
	}

	private void refused(String what, String address, String parameters, String reason) {
		assertThatExceptionOfType(SQLException.class).as(what)
			.isThrownBy(() -> this.application.connect(address, parameters).close())
			.withStackTraceContaining(reason)
			.satisfies((ex) -> this.refusals.put(what, String.valueOf(ex.getMessage())));
	}

	private static String verifying(CertificateAuthority authority) {
		return "sslmode=verify-full&sslrootcert=" + authority.certificate();
	}

}

package com.example.postcards.rotation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL with TLS whose certificate this Java trusts, with a master user who is no
 * superuser, and a user {@value #AWKWARD_NAME} whose password is {@value #PASSWORD} and
 * who may read one table. Its log has each statement that it gets.
 */
final class TrustedDatabase implements AutoCloseable {

	static final String AWKWARD_NAME = "post \"cards\"";

	static final String PASSWORD = "one";

	static final String MASTER = "master";

	private static final String STORE_PASSWORD = "certificates";

	private final Path data;

	private final EmbeddedPostgres postgres;

	private int logStart;

	TrustedDatabase(Path folder) throws Exception {
		makeCertificate(folder);
		this.data = folder.resolve("data");
		this.postgres = EmbeddedPostgres.builder()
			.setDataDirectory(this.data)
			.setServerConfig("ssl", "on")
			.setServerConfig("ssl_cert_file", folder.resolve("server.crt").toString())
			.setServerConfig("ssl_key_file", folder.resolve("server.key").toString())
			.setServerConfig("logging_collector", "on")
			.setServerConfig("log_directory", "log")
			.setServerConfig("log_statement", "all")
			.start();
		execute("create user %s createrole password '%1$s'".formatted(MASTER));
		Files.writeString(this.data.resolve("pg_hba.conf"), """
				host all postgres 127.0.0.1/32 trust
				hostssl all all 127.0.0.1/32 scram-sha-256
				""");
		execute("select pg_reload_conf()");
	}

	/**
	 * Creates the users again, and forgets what the log holds.
	 */
	void reset() throws SQLException, IOException {
		String name = AWKWARD_NAME.replace("\"", "\"\"");
		execute("drop table if exists postcard");
		execute("drop user if exists \"%s_clone\"; drop user if exists \"%1$s\"".formatted(name));
		execute("set role %s; create user \"%s\" password '%s'".formatted(MASTER, name, PASSWORD));
		execute("create table postcard (); grant select on postcard to \"%s\"".formatted(name));
		this.logStart = wholeLog().length();
	}

	String secretString() {
		return secretString(AWKWARD_NAME.replace("\"", "\\\""), PASSWORD);
	}

	String masterSecretString() {
		return secretString(MASTER, MASTER);
	}

	private String secretString(String name, String password) {
		return """
				{"engine": "postgres", "host": "localhost", "port": %d, "dbname": "postgres",
				"username": "%s", "password": "%s", "masterarn": "%s"}""".formatted(this.postgres.getPort(), name,
				password, MASTER);
	}

	boolean takes(DatabaseUser user) throws SQLException {
		try (Connection connection = user.connect()) {
			return true;
		}
		catch (SQLException ex) {
			if (DatabaseUser.INVALID_PASSWORD.equals(ex.getSQLState())) {
				return false;
			}
			throw ex;
		}
	}

	void execute(String sql) throws SQLException {
		try (Connection admin = this.postgres.getPostgresDatabase().getConnection();
				Statement statement = admin.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Since the last {@link #reset}.
	 */
	String log() throws IOException {
		return wholeLog().substring(this.logStart);
	}

	private String wholeLog() throws IOException {
		StringBuilder log = new StringBuilder();
		try (var files = Files.list(this.data.resolve("log"))) {
			for (Path file : files.toList()) {
				log.append(Files.readString(file));
			}
		}
		return log.toString();
	}

	@Override
	public void close() throws IOException {
		this.postgres.close();
	}

	/**
	 * One for all of a JVM, which reads its trust store once.
	 */
	private static void makeCertificate(Path folder) throws Exception {
		Path store = Path.of("target", "server-%d.p12".formatted(ProcessHandle.current().pid())).toAbsolutePath();
		if (System.getProperty("javax.net.ssl.trustStore") == null) {
			Files.deleteIfExists(store);
			Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", STORE_PASSWORD,
					"-alias", "server", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-ext",
					"san=dns:localhost", "-ext", "bc=ca:true")
				.inheritIO()
				.start();
			if (keytool.waitFor() != 0) {
				throw new IOException("keytool failed");
			}
			trust(read(store));
		}
		KeyStore keys = read(store);
		writePem(folder.resolve("server.crt"), "CERTIFICATE", keys.getCertificate("server").getEncoded());
		Path key = folder.resolve("server.key");
		writePem(key, "PRIVATE KEY", keys.getKey("server", STORE_PASSWORD.toCharArray()).getEncoded());
		Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
	}

	private static void trust(KeyStore keys) throws IOException, GeneralSecurityException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", keys.getCertificate("server"));
		Path file = Path.of("target", "trusted-%d.p12".formatted(ProcessHandle.current().pid())).toAbsolutePath();
		try (var out = Files.newOutputStream(file)) {
			trusted.store(out, STORE_PASSWORD.toCharArray());
		}
		System.setProperty("javax.net.ssl.trustStore", file.toString());
		System.setProperty("javax.net.ssl.trustStorePassword", STORE_PASSWORD);
	}

	private static KeyStore read(Path store) throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, STORE_PASSWORD.toCharArray());
		}
		return keys;
	}

	private static void writePem(Path file, String kind, byte[] content) throws IOException {
		Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind,
				Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content), kind));
	}

}

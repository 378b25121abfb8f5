package com.example.lab.aws.rds;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import com.example.lab.localstack.DynamicReferences;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.tls.CertificateAuthority;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;

/**
 * The master user of a cluster or an instance. As on AWS it is no superuser but a member
 * of {@code rds_superuser}: it may make roles and databases, watch and end sessions, and
 * replicate.
 *
 * @param name the role's name
 * @param password its password
 */
record MasterUser(String name, String password) {

	/**
	 * On AWS the members of {@code rds_replication} replicate; PostgreSQL requires an
	 * attribute of the role itself, which membership does not pass on.
	 */
	private static final String ROLES = """
			CREATE ROLE rds_replication;
			CREATE ROLE rds_superuser;
			GRANT pg_monitor, pg_signal_backend, pg_checkpoint, pg_create_subscription TO rds_superuser
				WITH ADMIN OPTION;
			""";

	static MasterUser of(JsonNode properties, DynamicReferences references) {
		String name = references.resolve("MasterUsername", properties.path("MasterUsername").asString(""));
		String password = references.resolve("MasterUserPassword", properties.path("MasterUserPassword").asString(""));
		if (name.isEmpty() || password.isEmpty()) {
			throw new IllegalArgumentException(
					"The lab needs MasterUsername and MasterUserPassword; it does not run ManageMasterUserPassword.");
		}
		if (name.equals("postgres") || name.equals("rdsadmin")) {
			throw new IllegalArgumentException(
					"MasterUsername is %s, which is the superuser's own name here; choose another.".formatted(name));
		}
		return new MasterUser(name, password);
	}

	/**
	 * Makes the role, and a database of its own.
	 * @param database empty for none
	 */
	void create(PostgresServer server, String database) throws SQLException {
		server.run("postgres", ROLES);
		try (Connection connection = server.connect("postgres")) {
			execute(connection, "CREATE ROLE %I LOGIN CREATEROLE CREATEDB REPLICATION", this.name);
			execute(connection, "GRANT rds_superuser, rds_replication TO %I WITH ADMIN OPTION", this.name);
			setPassword(connection);
			if (!database.isEmpty()) {
				execute(connection, "CREATE DATABASE %I OWNER %I", database, this.name);
			}
		}
	}

	/** Gives the role the password that it has now. */
	void changePassword(PostgresServer server) throws SQLException {
		try (Connection connection = server.connect("postgres")) {
			setPassword(connection);
		}
	}

	/** Sends no password that a log could show. */
	private void setPassword(Connection connection) throws SQLException {
		connection.unwrap(PGConnection.class)
			.alterUserPassword(this.name, this.password.toCharArray(), "scram-sha-256");
	}

	/**
	 * What a client of the lab needs to connect as this user.
	 * @param address host and port
	 * @param database empty for that of every server
	 */
	Map<String, String> access(String address, String database, CertificateAuthority authority) {
		return Map.of("SPRING_DATASOURCE_URL",
				"jdbc:postgresql://%s/%s?sslmode=verify-full&sslrootcert=%s".formatted(address,
						database.isEmpty() ? "postgres" : database,
						URLEncoder.encode(authority.certificate().toString(), StandardCharsets.UTF_8)),
				"SPRING_DATASOURCE_USERNAME", this.name, "SPRING_DATASOURCE_PASSWORD", this.password);
	}

	private static void execute(Connection connection, String command, String... names) throws SQLException {
		try (PreparedStatement format = connection.prepareStatement("SELECT format(?, VARIADIC ?)")) {
			format.setString(1, command);
			format.setArray(2, connection.createArrayOf("text", names));
			try (ResultSet result = format.executeQuery(); Statement statement = connection.createStatement()) {
				result.next();
				statement.execute(result.getString(1));
			}
		}
	}

}

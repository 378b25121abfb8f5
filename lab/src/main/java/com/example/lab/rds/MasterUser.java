package com.example.lab.rds;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import com.example.lab.localstack.DynamicReferences;
import com.example.lab.postgres.PostgresServer;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;

/**
 * The master user of a cluster. As on AWS it is no superuser, but may make roles and
 * databases.
 *
 * @param name the role's name
 * @param password its password
 */
record MasterUser(String name, String password) {

	static MasterUser of(JsonNode properties, DynamicReferences references) {
		String name = references.resolve(properties.path("MasterUsername").asString(""));
		String password = references.resolve(properties.path("MasterUserPassword").asString(""));
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
		try (Connection connection = server.connect("postgres")) {
			execute(connection, "CREATE ROLE %I LOGIN CREATEROLE CREATEDB", this.name);
			// Sends no password that a log could show.
			connection.unwrap(PGConnection.class)
				.alterUserPassword(this.name, this.password.toCharArray(), "scram-sha-256");
			if (!database.isEmpty()) {
				execute(connection, "CREATE DATABASE %I OWNER %I", database, this.name);
			}
		}
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

package com.example.postcards.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.postgresql.PGConnection;

import org.springframework.stereotype.Component;

/**
 * The application's own user, by its secret: it reads and writes rows, and changes no
 * table. Its rights belong to a role from {@link R__application_role} on.
 */
@Component
class V4__application_user extends BaseJavaMigration {

	private final HikariDataSource pool;

	private final DatabaseCredentials credentials;

	V4__application_user(HikariDataSource pool, DatabaseCredentials credentials) {
		this.pool = pool;
		this.credentials = credentials;
	}

	// tag::migrate[]
	@Override
	public void migrate(Context context) throws SQLException {
		Credentials user = this.credentials.of(this.pool);
		Connection connection = context.getConnection();
		PGConnection postgres = connection.unwrap(PGConnection.class);
		String name = postgres.escapeIdentifier(user.getUsername());
		try (Statement statement = connection.createStatement()) {
			statement.execute("create user " + name);
			statement.execute("""
					grant select, insert, update, delete
					on account, follow, notification, photo, postcard, postcard_like to\s""" + name);
		}
		// Sends a SCRAM verifier: statements end in the log of the database.
		postgres.alterUserPassword(user.getUsername(), user.getPassword().toCharArray(), "scram-sha-256");
	}
	// end::migrate[]

}

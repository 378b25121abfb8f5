package com.example.postcards.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.postgresql.PGConnection;

import org.springframework.stereotype.Component;

/**
 * A role without login has the rights of the application, those on future tables too: a
 * rotation changes the user, and a table that was granted to the user of one day would be
 * lost with it. Repeatable, so that it runs after all versions, whichever a database has.
 */
@Component
class R__application_role extends BaseJavaMigration {

	private static final String ROLE = "postcards_application";

	// tag::role[]
	private static final List<String> STATEMENTS = List.of("""
			do $$ begin
				if not exists (select from pg_roles where rolname = '%1$s') then
					create role %1$s nologin;
				end if;
			end $$""".formatted(ROLE), "grant select, insert, update, delete on all tables in schema public to " + ROLE,
			// Ids that are drawn before their rows are inserted.
			"grant usage on sequence postcard_id_seq to " + ROLE, "revoke all on flyway_schema_history from " + ROLE,
			"""
					alter default privileges in schema public
					grant select, insert, update, delete on tables to\s""" + ROLE);

	// end::role[]

	/** The user of the secret, and the one that it takes turns with. */
	private static final String USERS = "select rolname from pg_roles where ? in (rolname, rolname || '_clone')"
			+ " or rolname = ? || '_clone'";

	private final HikariDataSource pool;

	private final DatabaseCredentials credentials;

	R__application_role(HikariDataSource pool, DatabaseCredentials credentials) {
		this.pool = pool;
		this.credentials = credentials;
	}

	@Override
	public Integer getChecksum() {
		return STATEMENTS.hashCode();
	}

	@Override
	public void migrate(Context context) throws SQLException {
		Connection connection = context.getConnection();
		PGConnection postgres = connection.unwrap(PGConnection.class);
		List<String> users = users(connection);
		try (Statement statement = connection.createStatement()) {
			for (String sql : STATEMENTS) {
				statement.execute(sql);
			}
			for (String user : users) {
				String name = postgres.escapeIdentifier(user);
				statement.execute("revoke all on all tables in schema public from " + name);
				statement.execute("grant %s to %s".formatted(ROLE, name));
			}
		}
	}

	private List<String> users(Connection connection) throws SQLException {
		String user = this.credentials.of(this.pool).getUsername();
		List<String> users = new ArrayList<>();
		try (PreparedStatement query = connection.prepareStatement(USERS)) {
			query.setString(1, user);
			query.setString(2, user);
			try (ResultSet found = query.executeQuery()) {
				while (found.next()) {
					users.add(found.getString(1));
				}
			}
		}
		return users;
	}

}

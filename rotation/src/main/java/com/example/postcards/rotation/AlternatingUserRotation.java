package com.example.postcards.rotation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.postgresql.PGConnection;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * For two users who take turns: the one that clients do not use gets a new password, then
 * clients use it. The password that they have read before is valid until the next
 * rotation, so no connection has to try again.
 */
public final class AlternatingUserRotation extends RotationHandler {

	/** With the credentials and the Region of the function's environment. */
	public AlternatingUserRotation() {
		this(SecretsManagerClient.create());
	}

	AlternatingUserRotation(SecretsManagerClient secretsManager) {
		super(secretsManager);
	}

	// tag::steps[]
	@Override
	DatabaseUser next(DatabaseUser current) {
		return current.alternate();
	}

	@Override
	Connection connect(RotatingSecret secret) throws SQLException {
		return secret.master().connect();
	}

	/**
	 * The first time the other user does not exist: it becomes a member of the current
	 * one, so that both have the same rights.
	 */
	@Override
	void prepare(Connection connection, DatabaseUser current, DatabaseUser pending) throws SQLException {
		if (!exists(connection, pending.name())) {
			PGConnection postgres = connection.unwrap(PGConnection.class);
			execute(connection, "create user %s in role %s".formatted(postgres.escapeIdentifier(pending.name()),
					postgres.escapeIdentifier(current.name())));
		}
	}

	// end::steps[]
	private static boolean exists(Connection connection, String user) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement("select from pg_roles where rolname = ?")) {
			query.setString(1, user);
			try (ResultSet found = query.executeQuery()) {
				return found.next();
			}
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}

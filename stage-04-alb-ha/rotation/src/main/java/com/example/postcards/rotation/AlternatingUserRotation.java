package com.example.postcards.rotation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.postgresql.PGConnection;

/**
 * The four steps for two users who take turns: the one that clients do not use gets a new
 * password, then they use it. What they have read before is good until the next rotation:
 * no connection has to try again.
 */
class AlternatingUserRotation {

	private final RotatingSecret secret;

	AlternatingUserRotation(RotatingSecret secret) {
		this.secret = secret;
	}

	// tag::steps[]
	/**
	 * Stores the other user with a new password, unless an earlier call has: that one may
	 * be set already.
	 */
	void createSecret() {
		if (this.secret.pending() == null) {
			this.secret.putPending(this.secret.current().alternate().withPassword(this.secret.randomPassword()));
		}
	}

	/**
	 * Gives the other user the new password. The first time there is no such user: it
	 * becomes a member of the current one, so that both have the same rights.
	 */
	void setSecret() {
		DatabaseUser pending = this.secret.requiredPending();
		if (signsIn(pending)) {
			return;
		}
		DatabaseUser current = this.secret.current();
		if (!current.alternate().isSameAs(pending)) {
			throw new IllegalStateException("The new version is not for the other user of the same database");
		}
		try (Connection connection = this.secret.master().connect()) {
			PGConnection postgres = connection.unwrap(PGConnection.class);
			if (!exists(connection, pending.name())) {
				execute(connection, "create user %s in role %s".formatted(postgres.escapeIdentifier(pending.name()),
						postgres.escapeIdentifier(current.name())));
			}
			// Sends a SCRAM verifier: statements end in the log of the database.
			postgres.alterUserPassword(pending.name(), pending.password().toCharArray(), "scram-sha-256");
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot set the new password: " + ex.getMessage(), ex);
		}
	}

	// end::steps[]
	/**
	 * Signs in with the new password.
	 */
	void testSecret() {
		if (!signsIn(this.secret.requiredPending())) {
			throw new IllegalStateException("The database refuses the new password");
		}
	}

	/**
	 * Makes the other user the one that clients read.
	 */
	void finishSecret() {
		this.secret.makePendingCurrent();
	}

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

	private static boolean signsIn(DatabaseUser user) {
		try (Connection connection = user.connect()) {
			return true;
		}
		catch (SQLException ex) {
			if (DatabaseUser.INVALID_PASSWORD.equals(ex.getSQLState())) {
				return false;
			}
			throw new IllegalStateException("The database does not answer: " + ex.getMessage(), ex);
		}
	}

}

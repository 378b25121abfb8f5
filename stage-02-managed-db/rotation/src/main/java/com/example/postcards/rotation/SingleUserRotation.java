package com.example.postcards.rotation;

import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.PGConnection;

/**
 * The four steps for one user who changes its own password. From the second step to the
 * fourth the database refuses the password that clients read: a new connection has to try
 * again.
 */
class SingleUserRotation {

	private final RotatingSecret secret;

	SingleUserRotation(RotatingSecret secret) {
		this.secret = secret;
	}

	/**
	 * Stores a new password, unless an earlier call has: that one may be set already.
	 */
	void createSecret() {
		if (this.secret.pending() == null) {
			this.secret.putPending(this.secret.current().withPassword(this.secret.randomPassword()));
		}
	}

	/**
	 * Gives the user the new password.
	 */
	void setSecret() {
		DatabaseUser pending = this.secret.requiredPending();
		if (signsIn(pending)) {
			return;
		}
		DatabaseUser current = this.secret.current();
		if (!current.isSameAs(pending)) {
			throw new IllegalStateException("The new version is for another user or database than the current one");
		}
		try (Connection connection = current.connect()) {
			// Sends a SCRAM verifier: statements end in the log of the database.
			connection.unwrap(PGConnection.class)
				.alterUserPassword(pending.name(), pending.password().toCharArray(), "scram-sha-256");
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot set the new password: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Signs in with the new password.
	 */
	void testSecret() {
		if (!signsIn(this.secret.requiredPending())) {
			throw new IllegalStateException("The database refuses the new password");
		}
	}

	/**
	 * Makes the new password the one that clients read.
	 */
	void finishSecret() {
		this.secret.makePendingCurrent();
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

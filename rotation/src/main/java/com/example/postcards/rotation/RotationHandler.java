package com.example.postcards.rotation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The four steps in which Secrets Manager has a password rotated. It calls the function
 * once for each, and again after a failure: each step may find its work done already.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html">Rotation
 * functions</a>
 */
public abstract class RotationHandler implements RequestHandler<Map<String, String>, @Nullable Void> {

	private final SecretsManagerClient secretsManager;

	RotationHandler(SecretsManagerClient secretsManager) {
		this.secretsManager = secretsManager;
	}

	/**
	 * Does one step.
	 * @param event with {@code Step}, {@code SecretId} and {@code ClientRequestToken},
	 * which is the id of the new version
	 * @throws IllegalArgumentException if there is no such step
	 * @throws IllegalStateException if the secret, or this version of it, does not rotate
	 */
	@Override
	public final @Nullable Void handleRequest(Map<String, String> event, @Nullable Context context) {
		String step = required(event, "Step");
		RotatingSecret secret = RotatingSecret.of(this.secretsManager, required(event, "SecretId"),
				required(event, "ClientRequestToken"));
		if (secret.isFinished()) {
			return null;
		}
		switch (step) {
			case "createSecret" -> createSecret(secret);
			case "setSecret" -> setSecret(secret);
			case "testSecret" -> testSecret(secret);
			case "finishSecret" -> secret.makePendingCurrent();
			default -> throw new IllegalArgumentException("There is no step " + step);
		}
		return null;
	}

	/**
	 * The user that clients read after the rotation.
	 */
	abstract DatabaseUser next(DatabaseUser current);

	/**
	 * Connects as a user who may set the new password.
	 */
	abstract Connection connect(RotatingSecret secret) throws SQLException;

	/**
	 * Makes sure that the user of the new version exists.
	 */
	abstract void prepare(Connection connection, DatabaseUser current, DatabaseUser pending) throws SQLException;

	/**
	 * Stores a new password, unless an earlier call has: that one may be set already.
	 */
	private void createSecret(RotatingSecret secret) {
		if (secret.pending() == null) {
			secret.putPending(next(secret.current()).withPassword(secret.randomPassword()));
		}
	}

	private void setSecret(RotatingSecret secret) {
		DatabaseUser pending = secret.requiredPending();
		if (signsIn(pending)) {
			return;
		}
		DatabaseUser current = secret.current();
		DatabaseUser next = next(current);
		if (!next.isSameAs(pending)) {
			throw new IllegalStateException("The new version is not for %s of the same database".formatted(next));
		}
		try (Connection connection = connect(secret)) {
			prepare(connection, current, pending);
			// Sends a SCRAM verifier: statements end in the log of the database.
			connection.unwrap(PGConnection.class)
				.alterUserPassword(pending.name(), pending.password().toCharArray(), "scram-sha-256");
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot set the new password: " + ex.getMessage(), ex);
		}
	}

	private void testSecret(RotatingSecret secret) {
		if (!signsIn(secret.requiredPending())) {
			throw new IllegalStateException("The database refuses the new password");
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

	private static String required(Map<String, String> event, String name) {
		String value = event.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The event has no " + name);
		}
		return value;
	}

}

package com.example.postcards.rotation;

import java.sql.Connection;
import java.sql.SQLException;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * For one user who changes its own password. From the second step to the fourth the
 * database refuses the password that clients read: a new connection has to try again.
 */
public final class SingleUserRotation extends RotationHandler {

	/** With the credentials and the Region of the function's environment. */
	public SingleUserRotation() {
		this(SecretsManagerClient.create());
	}

	SingleUserRotation(SecretsManagerClient secretsManager) {
		super(secretsManager);
	}

	@Override
	DatabaseUser next(DatabaseUser current) {
		return current;
	}

	@Override
	Connection connect(RotatingSecret secret) throws SQLException {
		return secret.current().connect();
	}

	@Override
	void prepare(Connection connection, DatabaseUser current, DatabaseUser pending) {
		// It is the user who connected.
	}

}

package com.example.postcards.rotation;

import java.util.Map;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * What Secrets Manager calls four times to rotate the password, once for each step, and
 * again after a failure: each step may find its work done already.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html">Rotation
 * functions</a>
 */
public final class RotationHandler implements RequestHandler<Map<String, String>, @Nullable Void> {

	private final SecretsManagerClient secretsManager;

	/** With the keys and the Region of the function's environment. */
	public RotationHandler() {
		this(SecretsManagerClient.create());
	}

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
	public @Nullable Void handleRequest(Map<String, String> event, @Nullable Context context) {
		String step = required(event, "Step");
		RotatingSecret secret = RotatingSecret.of(this.secretsManager, required(event, "SecretId"),
				required(event, "ClientRequestToken"));
		if (secret.isFinished()) {
			return null;
		}
		AlternatingUserRotation rotation = new AlternatingUserRotation(secret);
		switch (step) {
			case "createSecret" -> rotation.createSecret();
			case "setSecret" -> rotation.setSecret();
			case "testSecret" -> rotation.testSecret();
			case "finishSecret" -> rotation.finishSecret();
			default -> throw new IllegalArgumentException("There is no step " + step);
		}
		return null;
	}

	private static String required(Map<String, String> event, String name) {
		String value = event.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The event has no " + name);
		}
		return value;
	}

}

package com.example.postcards.rotation;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** A secret while it gets a new version. */
final class RotatingSecret {

	private static final String CURRENT = "AWSCURRENT";

	private static final String PENDING = "AWSPENDING";

	private final SecretsManagerClient client;

	private final String id;

	private final String version;

	private final Map<String, List<String>> stages;

	private RotatingSecret(SecretsManagerClient client, String id, String version, Map<String, List<String>> stages) {
		this.client = client;
		this.id = id;
		this.version = version;
		this.stages = stages;
	}

	/**
	 * A secret that rotates to a version.
	 * @throws IllegalStateException if rotation is off, or the version is not the pending
	 * one, as when another caller invokes the function
	 */
	static RotatingSecret of(SecretsManagerClient client, String id, String version) {
		DescribeSecretResponse secret = client.describeSecret((request) -> request.secretId(id));
		if (!Boolean.TRUE.equals(secret.rotationEnabled())) {
			throw new IllegalStateException("Rotation of %s is not enabled".formatted(id));
		}
		RotatingSecret rotating = new RotatingSecret(client, id, version, secret.versionIdsToStages());
		if (!rotating.isFinished() && !rotating.has(version, PENDING)) {
			throw new IllegalStateException("Version %s of %s is not %s".formatted(version, id, PENDING));
		}
		return rotating;
	}

	/**
	 * Whether the last step is done.
	 */
	boolean isFinished() {
		return has(this.version, CURRENT);
	}

	DatabaseUser current() {
		return DatabaseUser.of(this.client.getSecretValue((request) -> request.secretId(this.id).versionStage(CURRENT))
			.secretString());
	}

	/**
	 * The master user, whose secret the current version names.
	 */
	DatabaseUser master() {
		String master = current().masterArn();
		return DatabaseUser.of(this.client.getSecretValue((request) -> request.secretId(master)).secretString());
	}

	/**
	 * What the new version holds; null before the first step.
	 */
	@Nullable DatabaseUser pending() {
		try {
			return DatabaseUser.of(this.client
				.getSecretValue((request) -> request.secretId(this.id).versionId(this.version).versionStage(PENDING))
				.secretString());
		}
		catch (ResourceNotFoundException ex) {
			return null;
		}
	}

	DatabaseUser requiredPending() {
		DatabaseUser pending = pending();
		if (pending == null) {
			throw new IllegalStateException("Version %s of %s has no value yet".formatted(this.version, this.id));
		}
		return pending;
	}

	void putPending(DatabaseUser user) {
		this.client.putSecretValue((request) -> request.secretId(this.id)
			.clientRequestToken(this.version)
			.secretString(user.secretString())
			.versionStages(PENDING));
	}

	/**
	 * Letters and digits, of which 32 are enough and no program needs to escape any.
	 */
	String randomPassword() {
		return this.client.getRandomPassword((request) -> request.passwordLength(32L).excludePunctuation(true))
			.randomPassword();
	}

	/**
	 * The version that was current becomes AWSPREVIOUS by itself.
	 */
	void makePendingCurrent() {
		String current = this.stages.keySet()
			.stream()
			.filter((candidate) -> has(candidate, CURRENT))
			.findFirst()
			.orElseThrow();
		this.client.updateSecretVersionStage((request) -> request.secretId(this.id)
			.versionStage(CURRENT)
			.moveToVersionId(this.version)
			.removeFromVersionId(current));
	}

	private boolean has(String version, String stage) {
		return this.stages.getOrDefault(version, List.of()).contains(stage);
	}

}

package com.example.lab.localstack;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks up what CloudFormation's dynamic references to Secrets Manager stand for, such as
 * {@code {{resolve:secretsmanager:ID:SecretString:password::}}}.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html">Dynamic
 * references</a>
 */
public final class DynamicReferences {

	/** An ARN holds colons itself. */
	private static final Pattern REFERENCE = Pattern
		.compile("\\{\\{resolve:secretsmanager:([^{}]+?)(?::SecretString(?::([^:{}]*))?(?::[^{}]*)?)?}}");

	private final Supplier<LocalStack> localStack;

	/**
	 * Looks up in a LocalStack.
	 * @param localStack asked for when there is something to look up
	 */
	public DynamicReferences(Supplier<LocalStack> localStack) {
		this.localStack = localStack;
	}

	/**
	 * Replaces the references in a text by the current values.
	 * @param text any text
	 * @return the text without references
	 * @throws IllegalArgumentException if there is no such secret, or no such key in it
	 */
	public String resolve(String text) {
		Matcher reference = REFERENCE.matcher(text);
		return reference.replaceAll((match) -> Matcher
			.quoteReplacement(value(match.group(1), (match.group(2) != null) ? match.group(2) : "")));
	}

	private String value(String secret, String key) {
		try (SecretsManagerClient client = this.localStack.get().client(SecretsManagerClient.builder())) {
			String whole = client.getSecretValue((request) -> request.secretId(secret)).secretString();
			if (key.isEmpty()) {
				return whole;
			}
			String value = JsonMapper.shared().readTree(whole).path(key).asString("");
			if (value.isEmpty()) {
				throw new IllegalArgumentException("The secret %s has no key %s.".formatted(secret, key));
			}
			return value;
		}
		catch (SecretsManagerException ex) {
			throw new IllegalArgumentException(
					"The secret %s cannot be read: %s".formatted(secret, ex.awsErrorDetails().errorMessage()), ex);
		}
	}

}

package com.example.lab.localstack;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Looks up what CloudFormation's dynamic references stand for, such as
 * {@code {{resolve:secretsmanager:ID:SecretString:password::}}} and
 * {@code {{resolve:ssm:NAME:VERSION}}}.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html">Dynamic
 * references</a>
 */
public final class DynamicReferences {

	private static final Pattern REFERENCE = Pattern.compile("\\{\\{resolve:([^{}:]*):([^{}]*)}}");

	/** An ARN holds colons itself. */
	private static final Pattern SECRET = Pattern.compile("([^{}]+?)(?::SecretString(?::([^:{}]*))?(?::[^{}]*)?)?");

	private static final Pattern PARAMETER = Pattern.compile("[\\w./-]+(:\\d+)?");

	/**
	 * What a secret gives a database is looked up by the database, again when the secret
	 * changes.
	 */
	private static final Set<String> LOOKED_UP_LATER = Set.of("MasterUsername", "MasterUserPassword");

	/** Of the types that are stood in, those that take a secure parameter. */
	private static final Set<String> SECURE = Set.of("MasterUserPassword", "AuthToken");

	private final Supplier<LocalStack> localStack;

	/**
	 * Looks up in a LocalStack.
	 * @param localStack asked for when there is something to look up
	 */
	public DynamicReferences(Supplier<LocalStack> localStack) {
		this.localStack = localStack;
	}

	/**
	 * Replaces the references in properties, but for a database's master user.
	 * @param properties evaluated properties, which are changed
	 * @return the same
	 * @throws IllegalArgumentException if something is not there; names the property
	 */
	public JsonNode resolve(JsonNode properties) {
		return resolve("", properties);
	}

	private JsonNode resolve(String property, JsonNode node) {
		if (LOOKED_UP_LATER.contains(property)) {
			return node;
		}
		if (node instanceof ObjectNode object) {
			for (String name : List.copyOf(object.propertyNames())) {
				object.set(name, resolve(name, object.path(name)));
			}
		}
		else if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				array.set(i, resolve(property, array.get(i)));
			}
		}
		else if (node.isString() && node.asString().contains("{{resolve:")) {
			return StringNode.valueOf(resolve(property, node.asString()));
		}
		return node;
	}

	/**
	 * Replaces the references in a text by the current values.
	 * @param property what the text is the value of
	 * @param text any text
	 * @return the text without references
	 * @throws IllegalArgumentException if there is no such secret or parameter, no such
	 * key in it, or CloudFormation takes no such reference there
	 */
	public String resolve(String property, String text) {
		return REFERENCE.matcher(text).replaceAll((match) -> {
			String service = match.group(1);
			String name = match.group(2);
			if (service.equals("secretsmanager") && SECRET.matcher(name).matches()) {
				return Matcher.quoteReplacement(secret(name));
			}
			if (service.matches("ssm(-secure)?") && PARAMETER.matcher(name).matches()) {
				if (service.equals("ssm-secure") && !SECURE.contains(property)) {
					throw new IllegalArgumentException(
							"CloudFormation takes %s in few properties, such as MasterUserPassword, and not in %s."
								.formatted(match.group(), property));
				}
				return Matcher.quoteReplacement(parameter(name, service.equals("ssm-secure")));
			}
			throw new IllegalArgumentException(
					"%s of %s is no dynamic reference of CloudFormation.".formatted(match.group(), property));
		});
	}

	private String secret(String reference) {
		Matcher parts = SECRET.matcher(reference);
		parts.matches();
		String secret = parts.group(1);
		String key = (parts.group(2) != null) ? parts.group(2) : "";
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

	private String parameter(String name, boolean secure) {
		try (SsmClient client = this.localStack.get().client(SsmClient.builder())) {
			Parameter parameter = client.getParameter((request) -> request.name(name).withDecryption(secure))
				.parameter();
			if (secure != (parameter.type() == ParameterType.SECURE_STRING)) {
				throw new IllegalArgumentException(
						"The parameter %s is a %s; ssm is for String and StringList, ssm-secure for SecureString."
							.formatted(name, parameter.typeAsString()));
			}
			return parameter.value();
		}
		catch (SsmException ex) {
			throw new IllegalArgumentException(
					"The parameter %s cannot be read: %s".formatted(name, ex.awsErrorDetails().errorMessage()), ex);
		}
	}

}

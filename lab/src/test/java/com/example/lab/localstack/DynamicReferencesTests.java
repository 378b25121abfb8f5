package com.example.lab.localstack;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(SharedLocalStack.class)
class DynamicReferencesTests {

	private final LocalStack localStack;

	private final DynamicReferences references;

	DynamicReferencesTests(LocalStack localStack) {
		this.localStack = localStack;
		this.references = new DynamicReferences(() -> localStack);
	}

	@Test
	void looksUpAKeyOfASecretOrTheWholeOfIt() {
		String name = "secret-" + UUID.randomUUID();
		try (SecretsManagerClient client = this.localStack.client(SecretsManagerClient.builder())) {
			String arn = client
				.createSecret((request) -> request.name(name).secretString("{\"password\": \"a$1\\\\b\"}"))
				.arn();

			assertThat(resolve(arn + ":SecretString:password::")).isEqualTo("<a$1\\b>");
			assertThat(resolve(name + ":SecretString:password")).isEqualTo("<a$1\\b>");
			assertThat(resolve(arn)).isEqualTo("<{\"password\": \"a$1\\\\b\"}>");
			assertThatIllegalArgumentException().isThrownBy(() -> resolve(arn + ":SecretString:user::"))
				.withMessage("The secret %s has no key user.".formatted(arn));
		}
	}

	@Test
	void saysWhichSecretIsMissing() {
		assertThatIllegalArgumentException().isThrownBy(() -> resolve("none:SecretString:password::"))
			.withMessageStartingWith("The secret none cannot be read: ");
	}

	@Test
	void looksUpAParameterOrOneOfItsVersions() {
		String name = "/tried/" + UUID.randomUUID();
		parameter(name, "one", ParameterType.STRING);
		parameter(name, "two", ParameterType.STRING);
		JsonNode properties = JsonMapper.shared().readTree("""
				{"Now": "{{resolve:ssm:%1$s}}", "List": [{"Before": "<{{resolve:ssm:%1$s:1}}>"}], "Size": 20,
				"MasterUserPassword": "{{resolve:secretsmanager:later}}"}""".formatted(name));

		assertThat(this.references.resolve(properties)).isEqualTo(JsonMapper.shared().readTree("""
				{"Now": "two", "List": [{"Before": "<one>"}], "Size": 20,
				"MasterUserPassword": "{{resolve:secretsmanager:later}}"}"""));
	}

	@Test
	void looksUpASecureParameterWhereCloudFormationTakesOne() {
		String name = "/tried/" + UUID.randomUUID();
		parameter(name, "secret", ParameterType.SECURE_STRING);
		String reference = "{{resolve:ssm-secure:%s:1}}".formatted(name);

		assertThat(this.references.resolve("MasterUserPassword", reference)).isEqualTo("secret");
		assertThatIllegalArgumentException().isThrownBy(() -> this.references.resolve("Engine", reference))
			.withMessageContaining("and not in Engine");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.references.resolve("Engine", "{{resolve:ssm:%s}}".formatted(name)))
			.withMessageContaining("is a SecureString");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "{{resolve:ssm:/none}};The parameter /none cannot be read",
					"{{resolve:ssm:/none:x}};is no dynamic reference of CloudFormation",
					"{{resolve:dynamodb:table}};is no dynamic reference of CloudFormation",
					"{{resolve:secretsmanager:}};is no dynamic reference of CloudFormation" })
	void saysWhatIsWrong(String reference, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.references.resolve("Engine", reference))
			.withMessageContaining(message);
	}

	private void parameter(String name, String value, ParameterType type) {
		try (SsmClient client = this.localStack.client(SsmClient.builder())) {
			client.putParameter((request) -> request.name(name).value(value).type(type).overwrite(true));
		}
	}

	private String resolve(String reference) {
		return this.references.resolve("MasterUserPassword", "<{{resolve:secretsmanager:%s}}>".formatted(reference));
	}

}

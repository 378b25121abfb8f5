package com.example.lab.localstack;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

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

	private String resolve(String reference) {
		return this.references.resolve("<{{resolve:secretsmanager:%s}}>".formatted(reference));
	}

}

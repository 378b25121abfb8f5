package com.example.postcards.rotation;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import static org.assertj.core.api.Assertions.assertThat;

class SingleUserRotationTests extends RotationHandlerTests {

	@Override
	RotationHandler handler(SecretsManagerClient client) {
		return new SingleUserRotation(client);
	}

	@Test
	void theNewPasswordIsTakenAndTheOldIsRefused() throws Exception {
		rotate(this.secrets.begin());

		assertThat(database.takes(this.secrets.current())).isTrue();
		assertThat(database.takes(this.old)).isFalse();
	}

	@Test
	void rotatesAgainAndAgain() throws Exception {
		rotate(this.secrets.begin());
		DatabaseUser second = this.secrets.current();
		rotate(this.secrets.begin());

		assertThat(database.takes(second)).isFalse();
		assertThat(database.takes(this.secrets.current())).isTrue();
	}

	@Test
	void theCurrentPasswordIsRefusedBetweenTheSecondStepAndTheFourth() throws Exception {
		String token = this.secrets.begin();
		call("createSecret", token);
		call("setSecret", token);
		assertThat(database.takes(this.secrets.current())).isFalse();
		call("finishSecret", token);

		assertThat(database.takes(this.secrets.current())).isTrue();
	}

}

package com.example.postcards.rotation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class AlternatingUserRotationTests extends RotationHandlerTests {

	@Override
	RotationHandler handler(SecretsManagerClient client) {
		return new AlternatingUserRotation(client);
	}

	@Test
	void theOtherUserIsTakenAndTheOldOneStillIs() throws Exception {
		rotate(this.secrets.begin());

		assertThat(this.secrets.current().name()).isEqualTo(this.old.name() + "_clone");
		assertThat(database.takes(this.secrets.current())).isTrue();
		assertThat(database.takes(this.old)).isTrue();
	}

	@Test
	void theOtherUserHasTheSameRightsAndNoMore() throws Exception {
		rotate(this.secrets.begin());

		try (Connection connection = this.secrets.current().connect();
				Statement statement = connection.createStatement()) {
			statement.execute("select from postcard");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.execute("insert into postcard default values"))
				.withMessageContaining("permission denied");
		}
	}

	@Test
	void aPasswordIsGoodUntilTheRotationAfterTheNext() throws Exception {
		rotate(this.secrets.begin());
		DatabaseUser second = this.secrets.current();
		rotate(this.secrets.begin());
		DatabaseUser third = this.secrets.current();
		assertThat(third.name()).isEqualTo(this.old.name());
		assertThat(database.takes(this.old)).isFalse();
		assertThat(database.takes(second)).isTrue();
		rotate(this.secrets.begin());

		assertThat(database.takes(this.secrets.current())).isTrue();
		assertThat(database.takes(third)).isTrue();
		assertThat(database.takes(second)).isFalse();
	}

	@Test
	void aPendingVersionForTheUserThatClientsHaveIsRefused() throws Exception {
		String token = this.secrets.begin();
		this.secrets.values.put(token, this.old.withPassword("two").secretString());
		assertThatIllegalStateException().isThrownBy(() -> call("setSecret", token))
			.withMessage("The new version is not for %s_clone of the same database".formatted(this.old.name()));
		assertThat(database.takes(this.old)).isTrue();
	}

	@Test
	void theCurrentPasswordIsValidAtEachStep() throws Exception {
		String token = this.secrets.begin();
		call("createSecret", token);
		call("setSecret", token);

		assertThat(database.takes(this.secrets.current())).isTrue();
	}

}

package com.example.postcards.rotation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What both rotations have in common. */
abstract class RotationHandlerTests {

	private static final List<String> STEPS = List.of("createSecret", "setSecret", "testSecret", "finishSecret");

	static TrustedDatabase database;

	LocalSecrets secrets;

	private RotationHandler handler;

	DatabaseUser old;

	abstract RotationHandler handler(SecretsManagerClient client);

	@BeforeAll
	static void startDatabase(@TempDir Path folder) throws Exception {
		database = new TrustedDatabase(folder);
	}

	@AfterAll
	static void stopDatabase() throws Exception {
		database.close();
	}

	@BeforeEach
	void start() throws Exception {
		database.reset();
		this.secrets = new LocalSecrets(database.secretString(), database.masterSecretString());
		this.handler = handler(this.secrets.client());
		this.old = this.secrets.current();
	}

	@AfterEach
	void stop() throws Exception {
		this.secrets.close();
	}

	@Test
	void everyOtherFieldOfTheSecretStays() {
		rotate(this.secrets.begin());

		DatabaseUser current = this.secrets.current();
		assertThat(current.password()).hasSize(32).isNotEqualTo(this.old.password());
		assertThat(current.withPassword(this.old.password())).isEqualTo(this.handler.next(this.old));
	}

	@Test
	void theOldVersionBecomesThePreviousOne() {
		String token = this.secrets.begin();
		rotate(token);

		assertThat(this.secrets.versionAt("AWSCURRENT")).isEqualTo(token);
		assertThat(this.secrets.versionAt("AWSPREVIOUS")).isEqualTo("first");
	}

	@Test
	void eachStepMayBeCalledTwice() throws Exception {
		String token = this.secrets.begin();
		STEPS.forEach((step) -> {
			call(step, token);
			call(step, token);
		});

		assertThat(this.secrets.versionAt("AWSCURRENT")).isEqualTo(token);
		assertThat(database.takes(this.secrets.current())).isTrue();
	}

	@Test
	void createSecretKeepsThePasswordOfAnEarlierCall() {
		String token = this.secrets.begin();
		call("createSecret", token);
		String first = this.secrets.values.get(token);
		call("createSecret", token);

		assertThat(this.secrets.values).containsEntry(token, first);
	}

	@Test
	void whatEndedAfterSettingThePasswordIsFinishedByTheNextTry() throws Exception {
		String token = this.secrets.begin();
		call("createSecret", token);
		call("setSecret", token);
		rotate(token);

		assertThat(this.secrets.versionAt("AWSCURRENT")).isEqualTo(token);
		assertThat(database.takes(this.secrets.current())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "createSecret", "setSecret", "testSecret", "finishSecret" })
	void aFinishedRotationIsLeftAlone(String step) throws Exception {
		String token = this.secrets.begin();
		rotate(token);
		Map<String, ?> before = Map.copyOf(this.secrets.stages);
		call(step, token);

		assertThat(this.secrets.stages).isEqualTo(before);
		assertThat(database.takes(this.secrets.current())).isTrue();
	}

	@Test
	void aPasswordThatWasNotSetIsNotFinished() {
		String token = this.secrets.begin();
		call("createSecret", token);

		assertThatIllegalStateException().isThrownBy(() -> call("testSecret", token))
			.withMessage("The database refuses the new password");
	}

	@Test
	void aVersionThatIsNotPendingIsRefused() {
		this.secrets.begin();
		assertThatIllegalStateException().isThrownBy(() -> call("createSecret", "another"))
			.withMessage("Version another of postcards is not AWSPENDING");
	}

	@Test
	void aSecretThatDoesNotRotateIsRefused() {
		this.secrets.rotationEnabled = false;
		String token = this.secrets.begin();
		assertThatIllegalStateException().isThrownBy(() -> call("createSecret", token))
			.withMessage("Rotation of postcards is not enabled");
	}

	@Test
	void aPendingVersionForAnotherDatabaseIsRefused() throws Exception {
		String token = this.secrets.begin();
		this.secrets.values.put(token,
				this.handler.next(new DatabaseUser(this.old.json().deepCopy().put("dbname", "template1")))
					.withPassword("two")
					.secretString());
		assertThatIllegalStateException().isThrownBy(() -> call("setSecret", token))
			.withMessage(
					"The new version is not for %s of the same database".formatted(this.handler.next(this.old).name()));
		assertThat(database.takes(this.old)).isTrue();
	}

	@Test
	void anUnknownStepIsRefused() {
		String token = this.secrets.begin();
		assertThatIllegalArgumentException().isThrownBy(() -> call("dropSecret", token))
			.withMessage("There is no step dropSecret");
	}

	@Test
	void theNewPasswordIsInNoLogOfTheDatabase() throws Exception {
		rotate(this.secrets.begin());

		assertThat(database.log()).contains("SCRAM-SHA-256$").doesNotContain(this.secrets.current().password());
	}

	final void rotate(String token) {
		STEPS.forEach((step) -> call(step, token));
	}

	final void call(String step, String token) {
		this.handler.handleRequest(Map.of("Step", step, "SecretId", "postcards", "ClientRequestToken", token), null);
	}

}

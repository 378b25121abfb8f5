package com.example.contract;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Postcards answers to guessed e-mail addresses and passwords. Makes about 60 failed
 * sign-ins, few enough to run often before the address itself is locked out.
 */
abstract class GuessingContract extends FeatureContract {

	private static final int TIMED_SIGN_INS = 5;

	private static final int ALL_REFUSE = 20;

	private final String adaEmail = member().me().email();

	GuessingContract(URI address) {
		super(address);
	}

	/**
	 * An unknown e-mail address must cost as much time as a wrong password, or the time
	 * shows which addresses have an account. Noise only adds time, so the fastest of a
	 * few interleaved attempts is compared. Without the hash the ratio is seven or more;
	 * three leaves room for a busy machine.
	 */
	@Test
	void anUnknownEmailAddressAnswersLikeAWrongPassword() {
		Postcards visitor = visitor();
		visitor.where();
		long unknown = Long.MAX_VALUE;
		long wrong = Long.MAX_VALUE;
		for (int i = 0; i < TIMED_SIGN_INS; i++) {
			String nobody = Postcards.uniqueHandle() + "@example.com";
			long start = System.nanoTime();
			Answer toUnknown = signIn(visitor, nobody, Postcards.PASSWORD);
			long middle = System.nanoTime();
			Answer toWrong = signIn(visitor, this.adaEmail, "not the password");
			long end = System.nanoTime();

			unknown = Math.min(unknown, middle - start);
			wrong = Math.min(wrong, end - middle);
			assertProblem(toUnknown, 401);
			assertThat(toWrong.status()).isEqualTo(401);
			assertThat(toUnknown.text()).isEqualTo(toWrong.text());
			assertThat(comparableHeaders(toUnknown)).isEqualTo(comparableHeaders(toWrong));
		}
		assertThat((double) unknown / wrong)
			.as("unknown: %s, wrong: %s", Duration.ofNanos(unknown), Duration.ofNanos(wrong))
			.isBetween(1.0 / 3, 3.0);
	}

	@Test
	void aPasswordIsComparedWhole() {
		String handle = Postcards.uniqueHandle();
		String email = handle + "@example.com";
		String password = "'; DROP TABLE account; -- <script>\"\\ \t 1234567890";
		visitor().signUp(handle, email, password);

		assertThat(visitor().signIn(email, password).handle()).isEqualTo(handle);
		assertProblem(signIn(visitor(), email, password.substring(0, password.length() - 1)), 401);
		assertProblem(signIn(visitor(), email, password + " "), 401);
	}

	/**
	 * Each server of a stage may count for itself, so all of them refuse only when many
	 * answers in a row are refusals.
	 */
	@Test
	void tooManyFailuresLockTheAccountForAWhileAndNoOther() {
		Postcards guesser = visitor();
		Postcards bob = member();
		String bobEmail = bob.me().email();
		int failures = 0;
		int refusals = 0;
		Answer answer;
		do {
			answer = signIn(guesser, bobEmail, "not the password");
			if (answer.status() == 401) {
				failures++;
				refusals = 0;
				assertThat(failures).as("failures without a limit").isLessThan(50);
			}
			else {
				assertProblem(answer, 429);
				refusals++;
			}
		}
		while (refusals < ALL_REFUSE);

		assertThat(failures).as("a person's typing errors are forgiven").isGreaterThanOrEqualTo(5);
		assertThat(Integer.parseInt(Objects.requireNonNull(answer.header("Retry-After")))).isBetween(1, 3600);
		assertProblem(signIn(visitor(), bobEmail, Postcards.PASSWORD), 429);
		assertProblem(signIn(visitor(), bobEmail.toUpperCase(Locale.ROOT), Postcards.PASSWORD), 429);
		assertThat(bob.me().email()).as("who is signed in stays so").isEqualTo(bobEmail);
		assertThat(visitor().signIn(this.adaEmail, Postcards.PASSWORD).email()).isEqualTo(this.adaEmail);
	}

	private static Answer signIn(Postcards visitor, String email, String password) {
		return visitor.send("POST", "/api/session", credentials(email, password));
	}

	/**
	 * The headers of an answer but for those that differ from moment to moment.
	 */
	private static Map<String, Object> comparableHeaders(Answer answer) {
		Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(answer.headers().map());
		headers.keySet()
			.removeIf((name) -> name.equalsIgnoreCase("Date") || name.toLowerCase(Locale.ROOT).startsWith("x-amz"));
		return headers;
	}

}

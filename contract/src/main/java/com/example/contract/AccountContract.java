package com.example.contract;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import com.example.contract.Postcards.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing up, and the public profile.
 */
abstract class AccountContract extends FeatureContract {

	private final Postcards ada = member();

	private final String adaHandle = this.ada.me().handle();

	AccountContract(URI address) {
		super(address);
	}

	@Test
	void signUpMakesAnAccountButDoesNotSignIn() {
		Postcards visitor = visitor();
		String handle = Postcards.uniqueHandle();

		Answer answer = signUp(visitor, handle, handle + "@example.com", Postcards.PASSWORD);

		assertThat(answer.expect(201).header("Location")).endsWith("/api/accounts/" + handle);
		assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("handle", "email");
		assertThat(answer.as(Postcards.Me.class)).isEqualTo(new Postcards.Me(handle, handle + "@example.com"));
		assertProblem(visitor.send("GET", "/api/me"), 401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ab", "this_handle_is_far_too_long_xxx", "Ada", "a b c", "ada-l", "ada.l", "åda",
			"ada\n", "ada\u0000", "<b>ada</b>", "ada'; DROP TABLE account; --", "../ada", "\ud83d\udc69\ud83d\udc69" })
	void refusesAHandleThatIsNotThreeToThirtyLettersDigitsAndUnderscores(String handle) {
		String email = Postcards.uniqueHandle() + "@example.com";
		assertFieldProblem(signUp(visitor(), handle, email, Postcards.PASSWORD), "handle");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ada", "@example.com", "ada@", "ada lovelace@example.com", "ada@example@com",
			"ada@example.com\n", "ada\u0000@example.com" })
	void refusesWhatIsNoEmailAddress(String email) {
		assertFieldProblem(signUp(visitor(), Postcards.uniqueHandle(), email, Postcards.PASSWORD), "email");
	}

	@Test
	void refusesAnEmailAddressOf255Characters() {
		String domain = ("a".repeat(60) + ".").repeat(3) + "example.com";
		String email = "a".repeat(255 - 1 - domain.length()) + "@" + domain;
		assertFieldProblem(signUp(visitor(), Postcards.uniqueHandle(), email, Postcards.PASSWORD), "email");
	}

	@Test
	void refusesAPasswordOfElevenCharactersAndTakesOneOfTwelve() {
		String handle = Postcards.uniqueHandle();
		String email = handle + "@example.com";
		assertFieldProblem(signUp(visitor(), handle, email, "elevenchars"), "password");
		signUp(visitor(), handle, email, "twelve chars").expect(201);
	}

	@Test
	void refusesAPasswordOf73BytesAndTakesOneOf72() {
		String handle = Postcards.uniqueHandle();
		String email = handle + "@example.com";
		String longest = "é".repeat(36);
		assertFieldProblem(signUp(visitor(), handle, email, longest + "x"), "password");
		signUp(visitor(), handle, email, longest).expect(201);
		assertThat(visitor().signIn(email, longest).handle()).isEqualTo(handle);
	}

	static Stream<Map<String, Object>> incompleteAccounts() {
		return Stream.of(Map.of(), Map.of("handle", "ada"), Map.of("email", "ada@example.com"));
	}

	@ParameterizedTest
	@MethodSource("incompleteAccounts")
	void refusesAnAccountWithMissingMembersAndNamesThem(Map<String, Object> account) {
		Answer answer = visitor().send("POST", "/api/accounts", account);
		assertThat(assertProblem(answer, 400).path("errors").findValuesAsString("field")).contains("password");
	}

	@Test
	void refusesATakenHandle() {
		String email = Postcards.uniqueHandle() + "@example.com";
		assertProblem(signUp(visitor(), this.adaHandle, email, Postcards.PASSWORD), 409);
	}

	@Test
	void refusesATakenEmailAddressInAnyCase() {
		String email = this.ada.me().email().toUpperCase(Locale.ROOT);
		assertProblem(signUp(visitor(), Postcards.uniqueHandle(), email, Postcards.PASSWORD), 409);
	}

	@Test
	void givesAHandleToOneOfThoseWhoAskAtOnce() throws Exception {
		String handle = Postcards.uniqueHandle();
		List<Integer> statuses = atOnce(Stream.of("a", "b", "c", "d")
			.<Callable<Integer>>map(
					(name) -> () -> signUp(visitor(), handle, name + handle + "@example.com", Postcards.PASSWORD)
						.status())
			.toList());
		assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409);
	}

	@Test
	void aProfileCountsPostcardsFollowersAndFollowing() {
		Postcards bob = member();
		String bobHandle = bob.me().handle();
		assertThat(this.ada.profile(bobHandle)).isEqualTo(new Profile(bobHandle, 0, 0, 0, false));

		bob.post("one");
		bob.delete(bob.post("two").id());
		bob.follow(this.adaHandle);
		this.ada.follow(bobHandle);

		assertThat(this.ada.profile(bobHandle)).isEqualTo(new Profile(bobHandle, 1, 1, 1, true));
		assertThat(visitor().profile(bobHandle)).isEqualTo(new Profile(bobHandle, 1, 1, 1, false));
	}

	@Test
	void aProfileDoesNotTellTheEmailAddress() {
		assertThat(visitor().send("GET", "/api/accounts/" + this.adaHandle).json().propertyNames())
			.containsExactlyInAnyOrder("handle", "postcards", "followers", "following", "followedByMe");
	}

	@Test
	void anUnknownHandleIsNotFound() {
		String nobody = Postcards.uniqueHandle();
		assertProblem(visitor().send("GET", "/api/accounts/" + nobody), 404);
		assertProblem(visitor().send("GET", "/api/accounts/" + nobody + "/postcards"), 404);
	}

	@Test
	void unknownMembersAreIgnored() {
		String handle = Postcards.uniqueHandle();
		Map<String, Object> account = Map.of("handle", handle, "email", handle + "@example.com", "password",
				Postcards.PASSWORD, "id", 1, "admin", true, "followers", Collections.nCopies(3, "x"));
		visitor().send("POST", "/api/accounts", account).expect(201);
		assertThat(visitor().profile(handle)).isEqualTo(new Profile(handle, 0, 0, 0, false));
	}

	private static Answer signUp(Postcards visitor, String handle, String email, String password) {
		return visitor.send("POST", "/api/accounts", Map.of("handle", handle, "email", email, "password", password));
	}

}

package com.example.contract;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import com.example.contract.Postcards.Me;
import com.example.contract.Postcards.Notification;
import com.example.contract.Postcards.Postcard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No account sees what belongs to another, also not by way of a shared connection or
 * cache.
 */
abstract class PrivacyContract extends FeatureContract {

	private static final int ROUNDS = 20;

	private final Postcards ada = member();

	PrivacyContract(URI address) {
		super(address);
	}

	@Test
	void interleavedCallsOnSharedConnectionsNeverMixUpTheirCallers() throws Exception {
		Postcards friend = member();
		List<Callable<Integer>> callers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Postcards caller = member();
			Me me = caller.me();
			String mine = caller.post("Only mine").id();
			friend.like(mine);
			soon(() -> assertThat(caller.notifications().items()).hasSize(1));
			callers.add(() -> checkPrivateCalls(caller, me, mine));
		}
		callers.add(() -> checkAnonymousCalls(visitor()));

		assertThat(atOnce(callers)).containsOnly(ROUNDS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/me", "/api/timeline", "/api/notifications" })
	void sharedCachesMayNotKeepPrivateAnswers(String path) {
		Answer answer = this.ada.send("GET", path).expect(200);
		assertThat(answer.header("Cache-Control")).as(answer.toString()).containsAnyOf("no-store", "private");
	}

	@Test
	void aLikeOfOneAccountIsNotShownAsThatOfAnother() {
		Postcards bob = member();
		Postcard postcard = this.ada.post("Like me");
		bob.like(postcard.id());
		for (int i = 0; i < 3; i++) {
			assertThat(bob.postcard(postcard.id()).likedByMe()).isTrue();
			assertThat(this.ada.postcard(postcard.id()).likedByMe()).isFalse();
			assertThat(visitor().postcard(postcard.id()).likedByMe()).isFalse();
		}
	}

	private static int checkPrivateCalls(Postcards caller, Me me, String mine) {
		for (int i = 0; i < ROUNDS; i++) {
			assertThat(caller.me()).isEqualTo(me);
			assertThat(caller.timeline().items()).extracting(Postcard::id).containsExactly(mine);
			assertThat(caller.notifications().items()).extracting(Notification::postcard).containsExactly(mine);
		}
		return ROUNDS;
	}

	private static int checkAnonymousCalls(Postcards visitor) {
		for (int i = 0; i < ROUNDS; i++) {
			assertProblem(visitor.send("GET", "/api/me"), 401);
			assertProblem(visitor.send("GET", "/api/timeline"), 401);
			assertProblem(visitor.send("GET", "/api/notifications"), 401);
		}
		return ROUNDS;
	}

}

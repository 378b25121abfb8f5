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
 * Nobody sees what is somebody else's, also not by way of a shared connection or cache.
 */
abstract class PrivacyContract extends FeatureContract {

	private static final int ROUNDS = 25;

	PrivacyContract(URI address) {
		super(address);
	}

	@Test
	void interleavedCallsOnSharedConnectionsNeverMixUpTheirCallers() throws Exception {
		List<Callable<Integer>> callers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Postcards caller = member();
			Me me = caller.me();
			String mine = caller.post("Only mine").id();
			Postcards friend = member();
			friend.like(mine);
			friend.follow(me.handle());
			soon(() -> assertThat(caller.notifications().items()).hasSize(2));
			callers.add(() -> checkPrivateCalls(caller, me, friend.me().handle(), mine));
		}
		callers.add(() -> checkAnonymousCalls(visitor()));

		assertThat(atOnce(callers)).containsOnly(ROUNDS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/me", "/api/timeline", "/api/notifications" })
	void sharedCachesMayNotKeepPrivateAnswers(String path) {
		Answer answer = member().send("GET", path).expect(200);
		assertThat(answer.header("Cache-Control")).as(answer.toString()).containsAnyOf("no-store", "private");
	}

	@Test
	void whatALikeShowsToOneIsNotShownToOthers() {
		Postcards ada = member();
		Postcards bob = member();
		Postcard postcard = ada.post("Like me");
		bob.like(postcard.id());
		for (int i = 0; i < 3; i++) {
			assertThat(bob.postcard(postcard.id()).likedByMe()).isTrue();
			assertThat(ada.postcard(postcard.id()).likedByMe()).isFalse();
			assertThat(visitor().postcard(postcard.id()).likedByMe()).isFalse();
		}
	}

	private static int checkPrivateCalls(Postcards caller, Me me, String friend, String mine) {
		for (int i = 0; i < ROUNDS; i++) {
			assertThat(caller.me()).isEqualTo(me);
			assertThat(caller.timeline().items()).extracting(Postcard::id).containsExactly(mine);
			assertThat(caller.notifications().items()).extracting(Notification::from).containsExactly(friend, friend);
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

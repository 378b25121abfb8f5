package com.example.contract;

import java.net.URI;
import java.util.Collections;
import java.util.concurrent.Callable;

import com.example.contract.Postcards.Postcard;
import com.example.contract.Postcards.Profile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Following, and the timeline that follows from it.
 */
abstract class FollowContract extends FeatureContract {

	private final Postcards ada = member();

	private final String adaHandle = this.ada.me().handle();

	FollowContract(URI address) {
		super(address);
	}

	@Test
	void followingTwiceIsFollowingOnce() {
		Postcards bob = member();
		String bobHandle = bob.me().handle();
		this.ada.follow(bobHandle);
		this.ada.follow(bobHandle);
		assertThat(this.ada.profile(bobHandle)).isEqualTo(new Profile(bobHandle, 0, 1, 0, true));

		this.ada.unfollow(bobHandle);
		this.ada.unfollow(bobHandle);
		assertThat(this.ada.profile(bobHandle)).isEqualTo(new Profile(bobHandle, 0, 0, 0, false));
	}

	@Test
	void followingAtOnceIsFollowingOnce() throws Exception {
		Postcards bob = member();
		String bobHandle = bob.me().handle();
		Callable<Integer> follow = () -> this.ada.send("PUT", "/api/follows/" + bobHandle).status();

		assertThat(atOnce(Collections.nCopies(6, follow))).containsOnly(204);

		assertThat(bob.profile(bobHandle).followers()).isOne();
		soon(() -> assertThat(bob.notifications().items()).hasSize(1));
		Callable<Integer> unfollow = () -> this.ada.send("DELETE", "/api/follows/" + bobHandle).status();
		assertThat(atOnce(Collections.nCopies(6, unfollow))).containsOnly(204);
		assertThat(bob.profile(bobHandle).followers()).isZero();
	}

	@Test
	void anUnknownAccountCannotBeFollowed() {
		String path = "/api/follows/" + Postcards.uniqueHandle();
		assertProblem(this.ada.send("PUT", path), 404);
		assertProblem(this.ada.send("DELETE", path), 404);
	}

	@Test
	void anAccountCannotFollowItself() {
		assertProblem(this.ada.send("PUT", "/api/follows/" + this.adaHandle), 409);
		assertThat(this.ada.profile(this.adaHandle).followedByMe()).isFalse();
	}

	@Test
	void theTimelineHoldsMyOwnPostcardsAndThoseOfWhomIFollowNewestFirst() {
		Postcards bob = member();
		Postcards cleo = member();
		Postcards reader = member();
		Postcard first = bob.post("before the first follower");
		reader.follow(bob.me().handle());
		Postcard second = reader.post("mine");
		cleo.post("by an account without followers");
		Postcard third = bob.post("with a photo", Pictures.jpeg(20, 20));

		soon(() -> assertThat(reader.timeline().items()).containsExactly(third, second, first));

		reader.unfollow(bob.me().handle());
		soon(() -> assertThat(reader.timeline().items()).containsExactly(second));
		assertThat(reader.timeline().next()).isNull();
	}

	@Test
	void followingIsOneWay() {
		Postcards bob = member();
		this.ada.follow(bob.me().handle());
		Postcard postcard = this.ada.post("not for bob");
		assertThat(bob.timeline().items()).doesNotContain(postcard).isEmpty();
	}

}

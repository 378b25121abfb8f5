package com.example.contract;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

import com.example.contract.Postcards.Postcard;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Likes are counted once, however often and by however many threads they are sent.
 */
abstract class LikeContract extends FeatureContract {

	private final Postcards ada = member();

	private final Postcards bob = member();

	LikeContract(URI address) {
		super(address);
	}

	@Test
	void aLikeCountsForAllAndShowsToTheAccountThatLikes() {
		String id = this.ada.post("Like me").id();
		this.bob.like(id);
		assertLikes(this.bob.postcard(id), 1, true);
		assertLikes(this.ada.postcard(id), 1, false);
		assertLikes(visitor().postcard(id), 1, false);
		this.ada.like(id);
		assertLikes(this.ada.postcard(id), 2, true);
		assertLikes(this.ada.timeline().items().get(0), 2, true);
		assertLikes(this.bob.postcards(this.ada.me().handle()).items().get(0), 2, true);
	}

	@Test
	void likingTwiceCountsOnceAndCanBeTakenBackTwice() {
		String id = this.ada.post("Like me twice").id();
		this.bob.like(id);
		this.bob.like(id);
		assertLikes(this.bob.postcard(id), 1, true);
		this.bob.unlike(id);
		this.bob.unlike(id);
		assertLikes(this.bob.postcard(id), 0, false);
	}

	@Test
	void likesAtOnceCountOncePerAccount() throws Exception {
		String path = "/api/postcards/" + this.ada.post("Like me at once").id();
		List<Callable<Integer>> likes = new ArrayList<>();
		for (Postcards liker : List.of(this.ada, this.bob)) {
			likes.addAll(Collections.nCopies(5, () -> liker.send("PUT", path + "/like").status()));
		}
		assertThat(atOnce(likes)).containsOnly(204);
		assertThat(visitor().send("GET", path).as(Postcard.class).likes()).isEqualTo(2);
	}

	@Test
	void aCountAgreesWithTheLikesAfterTheyCameAndWentAtOnce() throws Exception {
		String path = "/api/postcards/" + this.ada.post("On and off").id();
		List<Callable<Integer>> calls = new ArrayList<>();
		for (Postcards liker : List.of(this.ada, this.bob)) {
			for (int i = 0; i < 4; i++) {
				String method = (i % 2 == 0) ? "PUT" : "DELETE";
				calls.add(() -> liker.send(method, path + "/like").status());
			}
		}

		assertThat(atOnce(calls)).containsOnly(204);

		boolean adaLikes = this.ada.send("GET", path).as(Postcard.class).likedByMe();
		boolean bobLikes = this.bob.send("GET", path).as(Postcard.class).likedByMe();
		assertThat(visitor().send("GET", path).as(Postcard.class).likes())
			.isEqualTo((adaLikes ? 1 : 0) + (bobLikes ? 1 : 0));
	}

	@Test
	void aPostcardThatIsNotThereCannotBeLiked() {
		assertProblem(this.ada.send("PUT", "/api/postcards/9223372036854775807/like"), 404);
		assertProblem(this.ada.send("DELETE", "/api/postcards/9223372036854775807/like"), 404);
	}

	private static void assertLikes(Postcard postcard, long likes, boolean likedByMe) {
		assertThat(postcard.likes()).isEqualTo(likes);
		assertThat(postcard.likedByMe()).isEqualTo(likedByMe);
	}

}

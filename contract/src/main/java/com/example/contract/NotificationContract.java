package com.example.contract;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import com.example.contract.Postcards.Notification;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Notifications about likes and new followers.
 */
abstract class NotificationContract extends FeatureContract {

	private final Postcards bob = member();

	private final String bobHandle = this.bob.me().handle();

	private Postcards ada;

	NotificationContract(URI address) {
		super(address);
	}

	@BeforeEach
	void startWithoutNotifications() {
		this.ada = member();
	}

	@Test
	void listsLikesAndFollowersNewestFirst() {
		String id = this.ada.post("Like me").id();
		this.bob.like(id);
		this.bob.follow(this.ada.me().handle());

		assertNotifications(tuple("follow", this.bobHandle, null), tuple("like", this.bobHandle, id));
		assertThat(this.ada.notifications().next()).isNull();
		assertThat(this.ada.notifications().items()).allSatisfy((notification) -> {
			assertThat(notification.id()).matches("[0-9]+");
			assertThat(notification.createdAt()).isBetween(Instant.now().minus(Duration.ofMinutes(5)),
					Instant.now().plus(Duration.ofMinutes(5)));
		});
		assertThat(this.ada.send("GET", "/api/notifications").json().get("items").get(0).propertyNames())
			.containsExactlyInAnyOrder("id", "type", "from", "postcard", "createdAt");
		assertThat(this.bob.notifications().items()).as("notifications of the one who acted").isEmpty();
	}

	@Test
	void likingAndFollowingTwiceNotifyOnce() {
		String first = this.ada.post("Like me twice").id();
		String last = this.ada.post("Like me last").id();
		for (int i = 0; i < 2; i++) {
			this.bob.like(first);
			this.bob.follow(this.ada.me().handle());
		}
		this.bob.like(last);
		assertNotifications(tuple("like", this.bobHandle, last), tuple("follow", this.bobHandle, null),
				tuple("like", this.bobHandle, first));
	}

	@Test
	void likingYourOwnPostcardMakesNoNotification() {
		String id = this.ada.post("I like it").id();
		this.ada.like(id);
		this.bob.like(id);
		assertNotifications(tuple("like", this.bobHandle, id));
	}

	@Test
	void undoingALikeOrAFollowDeletesItsNotification() {
		String kept = this.ada.post("Kept").id();
		String taken = this.ada.post("Taken back").id();
		String handle = this.ada.me().handle();
		this.bob.like(kept);
		this.bob.like(taken);
		this.bob.follow(handle);

		this.bob.unlike(taken);
		this.bob.unfollow(handle);

		assertNotifications(tuple("like", this.bobHandle, kept));
	}

	private void assertNotifications(Tuple... expected) {
		soon(() -> assertThat(this.ada.notifications().items())
			.extracting(Notification::type, Notification::from, Notification::postcard)
			.containsExactly(expected));
	}

}

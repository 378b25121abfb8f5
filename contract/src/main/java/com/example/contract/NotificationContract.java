package com.example.contract;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import com.example.contract.Postcards.Notification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Notifications: who liked, who follows.
 */
abstract class NotificationContract extends FeatureContract {

	private final Postcards bob = member();

	private final String bobHandle = this.bob.me().handle();

	private Postcards ada = member();

	NotificationContract(URI address) {
		super(address);
	}

	@BeforeEach
	void startWithoutNotifications() {
		this.ada = member();
	}

	@Test
	void tellsWhoLikedAndWhoFollowsNewestFirst() {
		String id = this.ada.post("Like me").id();
		this.bob.like(id);
		this.bob.follow(this.ada.me().handle());

		Postcards.Page<Notification> page = this.ada.notifications();

		assertThat(page.next()).isNull();
		assertThat(page.items()).extracting(Notification::type, Notification::from, Notification::postcard)
			.containsExactly(tuple("follow", this.bobHandle, null), tuple("like", this.bobHandle, id));
		assertThat(page.items()).allSatisfy((notification) -> {
			assertThat(notification.id()).matches("[0-9]+");
			assertThat(notification.createdAt()).isBetween(Instant.now().minus(Duration.ofMinutes(5)),
					Instant.now().plus(Duration.ofMinutes(5)));
		});
		assertThat(this.ada.send("GET", "/api/notifications").json().get("items").get(0).propertyNames())
			.containsExactlyInAnyOrder("id", "type", "from", "postcard", "createdAt");
		assertThat(this.bob.notifications().items()).as("notifications of the one who acted").isEmpty();
	}

	@Test
	void likingTwiceNotifiesOnce() {
		String id = this.ada.post("Like me").id();
		this.bob.like(id);
		this.bob.like(id);
		assertThat(this.ada.notifications().items()).hasSize(1);
	}

	@Test
	void likingOnesOwnPostcardNotifiesNobody() {
		this.ada.like(this.ada.post("I like it").id());
		assertThat(this.ada.notifications().items()).isEmpty();
	}

	@Test
	void takingALikeOrAFollowBackTakesItsNotificationAway() {
		String kept = this.ada.post("Kept").id();
		String taken = this.ada.post("Taken back").id();
		String handle = this.ada.me().handle();
		this.bob.like(kept);
		this.bob.like(taken);
		this.bob.follow(handle);

		this.bob.unlike(taken);
		this.bob.unfollow(handle);

		assertThat(this.ada.notifications().items()).extracting(Notification::postcard).containsExactly(kept);
	}

}

package com.example.lab.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EventsTests {

	private final Events events = new Events();

	@Test
	void keepsTheOrderInWhichThingsHappened() {
		this.events.publish(Event.Kind.STARTED, "Box", "one");
		long position = this.events.position();
		this.events.publish(Event.Kind.HEALTHY, "Box", "two");
		this.events.publish(Event.Kind.DIED, "Box", "three");

		assertThat(this.events.since(0)).extracting(Event::message).containsExactly("one", "two", "three");
		assertThat(this.events.since(position)).extracting(Event::message).containsExactly("two", "three");
		assertThat(this.events.since(99)).isEmpty();
	}

	@Test
	void positionsStayRightWhenTheOldestAreForgotten() {
		for (int i = 0; i < 20_010; i++) {
			this.events.publish(Event.Kind.PROGRESS, Events.LAB, Integer.toString(i));
		}

		assertThat(this.events.position()).isEqualTo(20_010);
		assertThat(this.events.since(20_009)).extracting(Event::message).containsExactly("20009");
		assertThat(this.events.since(0)).hasSize(20_000).first().extracting(Event::message).isEqualTo("10");
	}

	@Test
	void notifiesListenersOfLaterEvents() {
		List<String> heard = new ArrayList<>();
		this.events.publish(Event.Kind.PROGRESS, Events.LAB, "before");
		this.events.listen((event) -> heard.add(event.message()));
		this.events.publish(Event.Kind.PROGRESS, Events.LAB, "after");

		assertThat(heard).containsExactly("after");
	}

	@Test
	void awaitsAnEventOfAnotherThread() throws InterruptedException {
		CompletableFuture.runAsync(() -> this.events.publish(Event.Kind.HEALTHY, "Box", "listens"));

		Event event = this.events.await(0, (candidate) -> candidate.kind() == Event.Kind.HEALTHY,
				Duration.ofSeconds(10));

		assertThat(event.message()).isEqualTo("listens");
	}

	@Test
	void saysWhatCameInsteadOfTheAwaitedEvent() {
		this.events.publish(Event.Kind.DIED, "Box", "ended with 1");

		assertThatIllegalStateException()
			.isThrownBy(
					() -> this.events.await(0, (event) -> event.kind() == Event.Kind.HEALTHY, Duration.ofMillis(20)))
			.withMessageContaining("20 ms")
			.withMessageContaining("ended with 1");
	}

}

package com.example.lab.junit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider.Lock;

import static org.assertj.core.api.Assertions.assertThat;

class StageLockTests {

	private final StageLock lock = new StageLock();

	@Test
	void classesThatShareARunningStageTakeTurns() {
		assertThat(this.lock.provideForClass(Shared.class)).containsExactly(new Lock("stage "));
		assertThat(this.lock.provideForClass(SharedToo.class)).isEqualTo(this.lock.provideForClass(Shared.class));
	}

	@Test
	void classesThatUseItAsUsersDoRunTogether() {
		assertThat(this.lock.provideForClass(LikeUsers.class))
			.containsExactly(new Lock("stage ", ResourceAccessMode.READ));
	}

	@Test
	void otherStagesRunBesideThem() {
		assertThat(this.lock.provideForClass(OtherStage.class)).containsExactly(new Lock("stage other"));
		assertThat(this.lock.provideForClass(Quick.class)).isEmpty();
		assertThat(this.lock.provideForClass(Changed.class)).isEmpty();
		assertThat(this.lock.provideForClass(Own.class)).isEmpty();
	}

	@Stage
	private static final class Shared {

	}

	@Stage
	private static final class SharedToo {

	}

	@Stage("other")
	private static final class OtherStage {

	}

	@Stage(exclusive = false)
	private static final class LikeUsers {

	}

	@Stage(own = true)
	private static final class Own {

	}

	@Stage(clock = 60)
	private static final class Quick {

	}

	@Stage(context = "rotation=true")
	private static final class Changed {

	}

}

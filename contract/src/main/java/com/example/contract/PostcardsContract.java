package com.example.contract;

import java.net.URI;

import org.junit.jupiter.api.Nested;

/**
 * The acceptance contract of Postcards: what must hold at every stage, over HTTP. A stage
 * runs it with a class of a few lines that extends this one and gives the address.
 * <p>
 * Each test makes its own accounts, so the system may hold data already and the contract
 * may run many times, in any order and beside others.
 */
public abstract class PostcardsContract {

	private final URI address;

	/**
	 * The contract of the system at an address.
	 * @param address where Postcards is, without a path
	 */
	protected PostcardsContract(URI address) {
		this.address = address;
	}

	@Nested
	class Accounts extends AccountContract {

		Accounts() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class Sessions extends SessionContract {

		Sessions() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class Guessing extends GuessingContract {

		Guessing() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class Csrf extends CsrfContract {

		Csrf() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class PostcardCalls extends PostcardContract {

		PostcardCalls() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class Photos extends PhotoContract {

		Photos() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class Follows extends FollowContract {

		Follows() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class Likes extends LikeContract {

		Likes() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class Notifications extends NotificationContract {

		Notifications() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class Paging extends PagingContract {

		Paging() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class WhereItRuns extends WhereContract {

		WhereItRuns() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class Privacy extends PrivacyContract {

		Privacy() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class HostileInput extends HostileInputContract {

		HostileInput() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class HostileMultiparts extends HostileMultipartContract {

		HostileMultiparts() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class HostilePhotos extends HostilePhotoContract {

		HostilePhotos() {
			super(PostcardsContract.this.address);
		}

	}

	@Nested
	class HostileRequests extends HostileRequestContract {

		HostileRequests() {
			super(PostcardsContract.this.address);
		}

	}

}

package com.example.contract.load;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import com.example.contract.Postcards;

/**
 * A member who is signed in.
 *
 * @param handle the member's handle
 * @param visitor the member's browser
 * @param signingIn whether the member is about to sign in again
 */
record User(String handle, Postcards visitor, AtomicBoolean signingIn) {

	static User signUp(URI address) {
		Postcards visitor = Postcards.member(address);
		return new User(visitor.me().handle(), visitor, new AtomicBoolean());
	}

	/**
	 * Signs in again in the background, once at a time. If that fails, the next refusal
	 * leads here again.
	 */
	void signInAgain() {
		if (this.signingIn.compareAndSet(false, true)) {
			CompletableFuture.runAsync(() -> this.visitor.signIn(this.handle + "@example.com", Postcards.PASSWORD))
				.whenComplete((signedIn, failure) -> this.signingIn.set(false));
		}
	}

}

package com.example.postcards.follow;

import com.example.postcards.account.Account;
import com.example.postcards.account.Accounts;
import com.example.postcards.refusal.Reason;
import com.example.postcards.refusal.RefusedException;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/follows/{handle}")
class FollowController {

	private final Follows follows;

	private final Accounts accounts;

	FollowController(Follows follows, Accounts accounts) {
		this.follows = follows;
		this.accounts = accounts;
	}

	@PutMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void follow(@PathVariable String handle, @AuthenticationPrincipal Account me) {
		this.follows.add(me.id(), other(handle, me));
	}

	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void unfollow(@PathVariable String handle, @AuthenticationPrincipal Account me) {
		this.follows.remove(me.id(), other(handle, me));
	}

	private long other(String handle, Account me) {
		long other = this.accounts.id(handle);
		if (other == me.id()) {
			throw new RefusedException(Reason.CONFLICT, "You cannot follow yourself");
		}
		return other;
	}

}

package com.example.postcards.like;

import com.example.postcards.account.Account;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/postcards/{id:\\d+}/like")
class LikeController {

	private final Likes likes;

	LikeController(Likes likes) {
		this.likes = likes;
	}

	@PutMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void like(@PathVariable long id, @AuthenticationPrincipal Account me) {
		this.likes.add(id, me.id());
	}

	@DeleteMapping
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void unlike(@PathVariable long id, @AuthenticationPrincipal Account me) {
		this.likes.remove(id, me.id());
	}

}

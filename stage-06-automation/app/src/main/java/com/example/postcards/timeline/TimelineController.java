package com.example.postcards.timeline;

import com.example.postcards.account.Account;
import com.example.postcards.postcard.Postcard;
import com.example.postcards.postcard.PostcardLikes;
import com.example.postcards.web.Page;
import com.example.postcards.web.PageRequest;
import jakarta.validation.Valid;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TimelineController {

	private final Timeline timeline;

	private final PostcardLikes likes;

	TimelineController(Timeline timeline, PostcardLikes likes) {
		this.timeline = timeline;
		this.likes = likes;
	}

	@GetMapping("/api/timeline")
	Page<Postcard> timeline(@Valid PageRequest page, @AuthenticationPrincipal Account me) {
		return Page.of(this.likes.addTo(this.timeline.of(me.id(), page), me), page, Postcard::id);
	}

}

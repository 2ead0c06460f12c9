package io.loom.server.user;

import io.loom.api.CreateUserRequest;
import io.loom.api.UpdateUserRequest;
import io.loom.base.Secret;
import io.loom.ground.http.Invalid;
import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Request bodies as what the service takes, refused with every field that is wrong.
final class UserBodies {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
  private static final int LONGEST_EMAIL = 254;

  private UserBodies() {}

  /// @param password absent for a service user that has none
  record Wanted(String username, String email, Role role, @Nullable Secret password) {}

  /// What is absent stays as it is.
  record Change(
      @Nullable String email,
      @Nullable Role role,
      @Nullable Secret password,
      @Nullable Boolean isActive) {}

  static Wanted check(CreateUserRequest request) {
    var invalid = new Invalid();
    var username = text(request.username());
    if (!UserNames.FORM.matcher(username).matches()) {
      invalid.add(
          "username",
          "username has 1 to 64 letters, digits and . _ @ -, and begins with a letter or digit");
    }
    var email = email(invalid, request.email());
    var role = role(invalid, request.role());
    var password = request.password() == null ? null : new Secret(request.password());
    if (password != null) {
      password(invalid, password, username);
    } else if (role != Role.SERVICE) {
      invalid.add("password", "password is required");
    }
    invalid.check();
    return new Wanted(
        username, email == null ? "" : email, role == null ? Role.USER : role, password);
  }

  static Change check(UpdateUserRequest request, String username) {
    var invalid = new Invalid();
    var email = email(invalid, request.email());
    var role = request.role() == null ? null : role(invalid, request.role());
    var password = request.password() == null ? null : new Secret(request.password());
    if (password != null) {
      password(invalid, password, username);
    }
    invalid.check();
    return new Change(email, role, password, request.isActive());
  }

  private static void password(Invalid invalid, Secret password, String username) {
    PasswordRules.problems(password, username).forEach(it -> invalid.add("password", it));
  }

  private static @Nullable Role role(Invalid invalid, @Nullable String name) {
    var role = Role.find(text(name));
    if (role.isEmpty()) {
      invalid.add("role", "role is admin, user, viewer or service");
    }
    return role.orElse(null);
  }

  private static @Nullable String email(Invalid invalid, @Nullable String value) {
    var email = text(value);
    if (!email.isEmpty() && (email.length() > LONGEST_EMAIL || !EMAIL.matcher(email).matches())) {
      invalid.add("email", "email is a mail address, like alice@example.com");
    }
    return value == null ? null : email;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : Normalizer.normalize(value, Normalizer.Form.NFC).strip();
  }
}

package io.loom.server.device;

import io.loom.api.DeviceCodeRequest;
import io.loom.api.DevicePollRequest;
import io.loom.api.DevicePollView;
import io.loom.api.DeviceStartView;
import io.loom.api.DeviceView;
import io.loom.base.Secret;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Credential;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Peer;
import io.loom.ground.http.Permission;
import io.loom.server.auth.SignIns;
import io.loom.server.auth.SignIns.Opened;
import io.loom.server.device.DeviceLogin.State;
import io.loom.server.user.UserProblems;
import io.loom.server.user.UserViews;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The HTTP face of signing in a program: `start` and `poll` are the program's, `inspect` and
/// `complete` the person's.
@Path("/api/v1/auth/device")
@Produces("application/json")
@Consumes("application/json")
public final class DeviceResource {
  private static final Pattern DEVICE_CODE =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final DeviceService devices;
  private final SignIns signIns;
  private final @Nullable URI publicUrl;

  /// @param publicUrl absent where browsers use the address that the program uses
  DeviceResource(DeviceService devices, SignIns signIns, @Nullable URI publicUrl) {
    this.devices = devices;
    this.signIns = signIns;
    this.publicUrl = publicUrl;
  }

  @POST
  @Path("/start")
  @Permission(Permission.PUBLIC)
  public DeviceStartView start(@Context UriInfo address) {
    return switch (devices.start(Peer.current())) {
      case StartResult.Started(var deviceCode, var userCode, var life) ->
          new DeviceStartView(
              deviceCode.reveal(),
              userCode.text(),
              page(address),
              life.toSeconds(),
              DeviceService.INTERVAL.toSeconds());
      case StartResult.TooMany(var pause) -> throw DeviceProblems.tooMany(pause);
    };
  }

  private String page(UriInfo address) {
    var base = publicUrl == null ? address.getBaseUri() : publicUrl;
    return base.toString().replaceFirst("/+$", "") + "/device";
  }

  @POST
  @Path("/poll")
  @Permission(Permission.PUBLIC)
  public DevicePollView poll(@Nullable DevicePollRequest request) {
    var code = require(request).deviceCode();
    if (code == null || !DEVICE_CODE.matcher(code).matches()) {
      throw Invalid.field("device_code", "device_code is what start answered with");
    }
    return switch (devices.poll(new Secret(code), Peer.current())) {
      case PollResult.Pending() -> DevicePollView.of("pending");
      case PollResult.Denied() -> DevicePollView.of("denied");
      case PollResult.Expired() -> DevicePollView.of("expired");
      case PollResult.Completed(var opened) -> completed(opened);
      case PollResult.TooSoon() -> throw DeviceProblems.slowDown();
    };
  }

  private DevicePollView completed(Opened opened) {
    return new DevicePollView(
        "completed",
        opened.token().reveal(),
        signIns.life(opened).toSeconds(),
        UserViews.view(opened.user()));
  }

  /// What is known of the program that waits, before it is let in.
  @POST
  @Path("/inspect")
  @Permission(Permission.SIGNED_IN)
  public DeviceView inspect(@Nullable DeviceCodeRequest request) {
    var code = code(require(request));
    return view(devices.find(person(), code));
  }

  @POST
  @Path("/complete")
  @Permission(Permission.SIGNED_IN)
  public DeviceView complete(@Nullable DeviceCodeRequest request) {
    var body = require(request);
    var decision = Boolean.TRUE.equals(body.deny()) ? State.DENIED : State.APPROVED;
    return view(devices.decide(person(), code(body), decision));
  }

  private static DeviceView view(CodeResult result) {
    return switch (result) {
      case CodeResult.Known(var login) ->
          new DeviceView(login.address(), login.userAgent(), login.createdAt(), login.expiresAt());
      case CodeResult.Unknown() -> throw DeviceProblems.notFound();
      case CodeResult.TooMany(var pause) -> throw DeviceProblems.tooMany(pause);
    };
  }

  /// A key must not become a session, which may more.
  private static Caller person() {
    var caller = Caller.current();
    if (caller.credential() instanceof Credential.Key) {
      throw UserProblems.needsSession();
    }
    return caller;
  }

  private static UserCode code(DeviceCodeRequest body) {
    var text = body.userCode();
    return UserCode.parse(text == null ? "" : text)
        .orElseThrow(
            () -> Invalid.field("user_code", "user_code has nine digits, like 123-456-789"));
  }

  private static <T> T require(@Nullable T body) {
    if (body == null) {
      throw HttpProblems.BAD_REQUEST.because("This route takes a JSON object.", Map.of());
    }
    return body;
  }
}

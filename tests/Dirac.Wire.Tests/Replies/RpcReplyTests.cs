using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Tests.Replies;

public sealed class RpcReplyTests
{
    [Fact]
    public void ToWire_Success_HasTheKeysInOrder() =>
        Assert.Equal("""{"OK": true, "Value": null}""", Json(RpcReply.Ok()));

    [Fact]
    public void ToWire_FailureWithoutNumber_HasErrnoZero() =>
        Assert.Equal("""{"OK": false, "Errno": 0, "Message": "plain failure"}""", Json(RpcReply.Fail("plain failure")));

    [Fact]
    public void ToWire_FailureWithNumber_SaysItsMeaning() =>
        Assert.Equal("""{"OK": false, "Errno": 1111, "Message": "Unauthorized query ( 1111 : Unauthorized query)"}""", Json(RpcReply.Fail(1111, "Unauthorized query")));

    [Fact]
    public void ToWire_ExtraKeys_ComeLast()
    {
        var reply = RpcReply.Fail("no") with { Extra = [new("Extra", WireValue.Dict(("why", "because")))] };

        Assert.Equal("""{"OK": false, "Errno": 0, "Message": "no", "Extra": {"why": "because"}}""", Json(reply));
    }

    [Theory]
    [InlineData("""{"OK": true, "Value": 5}""", true, 0, "")]
    [InlineData("""{"OK": true}""", true, 0, "")]
    [InlineData("""{"OK": false, "Message": "m"}""", false, 0, "m")]
    [InlineData("""{"OK": false, "Errno": 13, "Message": "m", "CallStack": ["a"]}""", false, 13, "m")]
    [InlineData("""{"OK": false, "Errno": "x", "Message": 7}""", false, 0, "")]
    public void TryRead_Structure_IsRead(string json, bool ok, int errno, string message)
    {
        Assert.True(RpcReply.TryRead(JEncode.Decode(Encoding.UTF8.GetBytes(json)), out var reply));

        Assert.Equal((ok, errno, message), (reply.IsOk, reply.Errno, reply.Message));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("""{"OK": 1, "Value": 2}""")]
    public void TryRead_SomethingElse_IsRefused(string json) =>
        Assert.False(RpcReply.TryRead(JEncode.Decode(Encoding.UTF8.GetBytes(json)), out _));

    [Fact]
    public void TryRead_WhatWasWritten_IsTheSame()
    {
        var reply = RpcReply.Ok(WireValue.List(1, 2)) with { Extra = [new("rpcStub", "x")] };

        Assert.True(RpcReply.TryRead(reply.ToWire(), out var back));

        Assert.Equal(reply.Value, back.Value);
        Assert.Equal(reply.Extra, back.Extra);
    }

    private static string Json(RpcReply reply) => Encoding.UTF8.GetString(JEncode.Encode(reply.ToWire()));
}

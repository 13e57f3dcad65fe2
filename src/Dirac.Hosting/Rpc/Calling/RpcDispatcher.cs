using System.Net;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Calls;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Rpc.Calling;

/// <summary>The one place where calls of both protocols meet their methods: rules before, arguments and errors around.</summary>
internal sealed partial class RpcDispatcher
{
    private const int LastDiracNumber = 9999;
    private const int NotAuthorized = 1111;
    private const int DatabaseError = 1131;

    private readonly IServiceProvider _services;
    private readonly IConfigurationSnapshots _snapshots;
    private readonly RuleBook _rules;
    private readonly ILogger<RpcDispatcher> _log;

    public RpcDispatcher(IServiceProvider services, IConfigurationSnapshots snapshots, RuleBook rules, ILogger<RpcDispatcher> log)
    {
        _services = services;
        _snapshots = snapshots;
        _rules = rules;
        _log = log;
    }

    /// <summary>The configuration calls are judged by.</summary>
    public ConfigurationSnapshot Configuration => _snapshots.Current;

    /// <summary>Decides whether <paramref name="credentials"/> may use a path of a service; null when not.</summary>
    /// <param name="configuration">The configuration of the call.</param>
    /// <param name="service">The service.</param>
    /// <param name="component">Its name as the client used it.</param>
    /// <param name="path">The method's name or a transfer's path.</param>
    /// <param name="own">The method's own rule; empty when it has none, or there is no such method.</param>
    /// <param name="credentials">What the caller brought.</param>
    public GridCaller? Admit(ConfigurationSnapshot configuration, RpcService service, string component, string path, IReadOnlyList<string> own, CallCredentials credentials) =>
        CallAuthorization.Decide(_rules.RuleFor(configuration, component, path, own, service.Default), credentials, configuration.GridRegistry);

    /// <summary>Decides whether a caller whom a token names may use a path of a service; null when not.</summary>
    /// <inheritdoc cref="Admit(ConfigurationSnapshot, RpcService, string, string, IReadOnlyList{string}, CallCredentials)"/>
    public GridCaller? Admit(ConfigurationSnapshot configuration, RpcService service, string component, string path, IReadOnlyList<string> own, GridCaller known) =>
        CallAuthorization.Decide(_rules.RuleFor(configuration, component, path, own, service.Default), known, configuration.GridRegistry);

    /// <summary>Makes the call. Whatever happens there is an outcome; only cancellation and a broken connection come out.</summary>
    public async ValueTask<RpcOutcome> CallAsync(RpcMethod method, RpcCall call, ReadOnlyMemory<WireValue> arguments, Stream? content, CancellationToken cancellationToken)
    {
        try
        {
            return await method.InvokeAsync(_services, call, arguments, content, cancellationToken);
        }
        catch (DiracException failure)
        {
            return new RpcOutcome(Reply(failure));
        }
        // A file that does not arrive whole, as the peer is to hear of it.
        catch (TransferException broken)
        {
            return new RpcOutcome(broken.Reply);
        }
        // A connection that broke while a file moved is for the conversation to tell of.
        catch (DipsException)
        {
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        // As DIRAC says it; over https clients would repeat what ended with a status, and part of it may be done.
        catch (Exception away) when (DatabaseAway.Is(away) || away is CommitOutcomeUnknownException)
        {
            LogAway(call.Service, method.Name, away.Message);
            return new RpcOutcome(RpcReply.Fail(DatabaseError, away.Message));
        }
#pragma warning disable CA1031 // The peer gets an answer whatever a method does, and we get the stack.
        catch (Exception crash)
#pragma warning restore CA1031
        {
            LogCrash(call.Service, method.Name, call.Caller.UserName, crash);
            return RpcOutcome.Refused(RpcRefusal.Crashed, $"Server error while serving {method.Name}: {crash.Message}");
        }
    }

    private static RpcReply Reply(DiracException failure)
    {
        var words = failure.Advice is { } advice ? $"{failure.Message} {advice}" : failure.Message;
        return failure.Code switch
        {
            ErrorCode.NotAuthorized or ErrorCode.NotAuthenticated => RpcReply.Fail(NotAuthorized, words),
            var code when (int)code is > 0 and <= LastDiracNumber => RpcReply.Fail((int)code, words),
            _ => RpcReply.Fail(words),
        };
    }

    /// <summary>Tells the log of somebody who may not do what they wanted.</summary>
    /// <param name="who">The name that was proved; null when none was.</param>
    /// <param name="remote">The client's address.</param>
    /// <param name="service">The service, as the client named it.</param>
    /// <param name="path">The method's name or a transfer's path.</param>
    public void LogRefused(string? who, EndPoint? remote, string service, string path) => LogRefusedAs(who ?? "Somebody without a good certificate or token", remote, service, path);

    /// <summary>Tells the log why a connection that stayed is closed.</summary>
    [LoggerMessage(5402, LogLevel.Information, "{Service} closes a connection of {User} for its message {Message}: {Reason}")]
    public partial void LogMessageRefused(string service, string message, string user, string reason);

    [LoggerMessage(5403, LogLevel.Warning, "{Service}.{Method} had no database: {Reason}")]
    private partial void LogAway(string service, string method, string reason);

    [LoggerMessage(5401, LogLevel.Warning, "{Who} at {Remote} may not use {Service}.{Path}.")]
    private partial void LogRefusedAs(string who, EndPoint? remote, string service, string path);

    [LoggerMessage(5400, LogLevel.Error, "{Service}.{Method}, called by {User}, failed.")]
    private partial void LogCrash(string service, string method, string user, Exception crash);
}

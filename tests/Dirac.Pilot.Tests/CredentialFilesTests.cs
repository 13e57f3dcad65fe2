using System.Text;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Pilot.Attempts;
using Dirac.Pilot.Matching;
using Dirac.Pilot.Payloads;
using Dirac.Pilot.Reports;
using Dirac.Pilot.Supervision;
using Dirac.Pilot.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Pilot.Tests;

public sealed class CredentialFilesTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Dirac.Testing.TempFolder _folder = new();
    private readonly JobDirectory _directory;
    private readonly Attempt _attempt;
    private readonly FakeCredentials _source = new();

    public CredentialFilesTests()
    {
        _directory = new JobDirectory(_folder.FullPath, "1.1");
        _attempt = new Attempt(new MatchReply { JobID = 1, Attempt = 1, JDL = "[ ]", Owner = "o", Group = "g", LeaseSeconds = 1_000_000 }, _clock.GetTimestamp(), _clock);
    }

    [Fact]
    public async Task Place_ProxyAndToken_ArePrivateFilesBesideThePayload()
    {
        await using var files = await PlaceAsync();

        var (proxy, token) = (files.Environment["X509_USER_PROXY"], files.Environment["BEARER_TOKEN_FILE"]);
        Assert.Equal(("proxy-1", "token-1"), (Text(proxy), Text(token)));
        Assert.All([proxy, token], path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task Place_NoneToBeHad_LeadsNowhere()
    {
        await using var files = await CredentialFiles.PlaceAsync([new NothingToGive()], _attempt, _directory, _clock, _ => { });

        Assert.Empty(files.Environment);
    }

    [Fact]
    public async Task Place_SourceRefuses_ThrowsAndLeavesNothing()
    {
        _source.Fail("no proxy of this owner");

        await Assert.ThrowsAsync<DiracException>(PlaceAsync);

        Assert.Equal([_directory.Path], Directory.EnumerateFileSystemEntries(_directory.Root));
    }

    [Fact]
    public async Task Place_TheSecondOfTwoSourcesRefuses_TakesTheFirstOnesFilesAway()
    {
        var second = new FakeCredentials();
        second.Fail("none of those");

        await Assert.ThrowsAsync<DiracException>(() => CredentialFiles.PlaceAsync([_source, second], _attempt, _directory, _clock, _ => { }));

        Assert.Equal([_directory.Path], Directory.EnumerateFileSystemEntries(_directory.Root));
    }

    [Fact]
    public async Task Place_ServerIsAwayForWhatCanWait_StartsWithAnEmptyFileThatIsFilledLater()
    {
        var source = new FakeCredentials { Meanwhile = new PayloadCredentials { Token = ReadOnlyMemory<byte>.Empty, RenewAt = DateTimeOffset.MinValue } };
        source.Fail("the server is away");
        await using var files = await CredentialFiles.PlaceAsync([source], _attempt, _directory, _clock, _ => { });
        var path = files.Environment["BEARER_TOKEN_FILE"];
        Assert.Equal("", Text(path));

        await source.FetchedAsync(2);
        source.Fail(null);
        await Files.BecomeAsync(path, "token-3", () => _clock.Advance(TimeSpan.FromMinutes(1)));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Renew_TimeHasCome_FileIsReplacedAndAnOpenOneStaysWhole()
    {
        await using var files = await PlaceAsync();
        var path = files.Environment["X509_USER_PROXY"];
        using var open = File.OpenText(path);

        _clock.Advance(TimeSpan.FromHours(1));
        await _source.FetchedAsync(2);
        await Files.BecomeAsync(path, "proxy-2");

        Assert.Equal("proxy-1", await open.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Renew_Fails_OldFileStaysAndItIsTriedAgain()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var files = await CredentialFiles.PlaceAsync([_source], _attempt, _directory, _clock, problem => told.TrySetResult(problem));
        var path = files.Environment["X509_USER_PROXY"];

        _source.Fail("the server is away");
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("the server is away", await told.Task.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal("proxy-1", Text(path));
        _source.Fail(null);
        await Files.BecomeAsync(path, "proxy-3", () => _clock.Advance(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Dispose_FilesAreGone()
    {
        var files = await PlaceAsync();
        await files.DisposeAsync();

        Assert.Equal([_directory.Path], Directory.EnumerateFileSystemEntries(_directory.Root));
    }

    [Fact]
    public async Task ToString_Credentials_HoldsNoSecret() =>
        Assert.DoesNotContain("proxy-1", (await _source.FetchAsync(_attempt, TestContext.Current.CancellationToken)).ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task Plan_Credentials_AreInThePayloadsEnvironmentUnlessTheJobSetsItsOwn()
    {
        await using var files = await PlaceAsync();
        var job = new JobDescription(ClassAd.Parse("""[ Executable = "/bin/true"; ExecutionEnvironment = { "BEARER_TOKEN_FILE=/mine", "A=x%20y%25%3D" }; ]"""));

        var spec = new PayloadPlan(job, new AttemptKey(7, 1), _directory, PlainNode.Options, PlainNode.Survey) { Credentials = files.Environment }.Make(new SlotShare(1, 0))!;

        Assert.Contains($"X509_USER_PROXY={_directory.Root}/proxy.pem", spec.Environment);
        Assert.Contains("BEARER_TOKEN_FILE=/mine", spec.Environment);
        Assert.Contains("A=x y%=", spec.Environment);
        Assert.Contains("JOBID=7", spec.Environment);
    }

    [Fact]
    public void Plan_Workflow_GetsWhereThingsAreAndNoSecretOfThePilots()
    {
        Environment.SetEnvironmentVariable("X509_USER_PROXY", "/the/pilots");
        Environment.SetEnvironmentVariable("X509_CERT_DIR", "/certificates");
        var job = new JobDescription(ClassAd.Parse("[ Executable = \"dirac-jobexec\"; Arguments = \"jobDescription.xml\"; ]"));

        var spec = new PayloadPlan(job, new AttemptKey(7, 1), _directory, PlainNode.Options, PlainNode.Survey) { Workflow = SupervisorCommand.ForProgram("/pilot").With("jobexec", ["--"]) }.Make(new SlotShare(1, 0))!;

        Assert.Equal(["/pilot", "jobexec", "--", "jobDescription.xml"], spec.Arguments);
        Assert.Contains("X509_CERT_DIR=/certificates", spec.Environment);
        Assert.DoesNotContain(spec.Environment, variable => variable.StartsWith("X509_USER_PROXY=", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _attempt.Dispose();
        _folder.Dispose();
    }

    private static string Text(string path) => File.ReadAllText(path);

    private Task<CredentialFiles> PlaceAsync() => CredentialFiles.PlaceAsync([_source], _attempt, _directory, _clock, _ => { });

    /// <summary>Gives numbered credentials, good for an hour.</summary>
    private sealed class NothingToGive : IPayloadCredentials
    {
        public PayloadCredentials? Meanwhile => null;

        public Task<PayloadCredentials> FetchAsync(Attempt attempt, CancellationToken cancellationToken) => Task.FromResult(PayloadCredentials.None);
    }

    private sealed class FakeCredentials : IPayloadCredentials
    {
        private readonly Dictionary<int, TaskCompletionSource> _fetches = [];
        private volatile string? _problem;
        private int _count;

        public PayloadCredentials? Meanwhile { get; init; }

        public Task<PayloadCredentials> FetchAsync(Attempt attempt, CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _count);
            Fetch(number).TrySetResult();
            if (_problem is { } problem) throw new DiracException(ErrorCode.Unavailable, problem);
            return Task.FromResult(new PayloadCredentials
            {
                Proxy = Encoding.UTF8.GetBytes($"proxy-{number}"),
                Token = Encoding.UTF8.GetBytes($"token-{number}"),
                RenewAt = new FakeTimeProvider().GetUtcNow() + TimeSpan.FromHours(number),
            });
        }

        internal void Fail(string? problem) => _problem = problem;

        internal Task FetchedAsync(int number) => Fetch(number).Task.WaitAsync(TestContext.Current.CancellationToken);

        private TaskCompletionSource Fetch(int number)
        {
            lock (_fetches)
            {
                if (!_fetches.TryGetValue(number, out var fetch)) _fetches[number] = fetch = new(TaskCreationOptions.RunContinuationsAsynchronously);
                return fetch;
            }
        }
    }
}

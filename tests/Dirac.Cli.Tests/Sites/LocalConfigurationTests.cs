using Dirac.Cli.Sites;
using Dirac.Model.Errors;
using Dirac.Testing;

namespace Dirac.Cli.Tests.Sites;

public sealed class LocalConfigurationTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private readonly TempFolder _folder = new();
    private readonly LocalConfiguration _configuration;

    public LocalConfigurationTests() => _configuration = new LocalConfiguration(_folder.FullPath);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Change_Options_AreAddedAndCommentsOrderAndModeStay()
    {
        Write("# ours\nSystems\n{\n  # why\n  A = 1\n}\n");

        await _configuration.ChangeAsync([KeyValuePair.Create("/Systems/B", "2"), KeyValuePair.Create("/Resources/Sites/C", "3")], Cancellation);

        var text = await File.ReadAllTextAsync(_configuration.Path, Cancellation);
        Assert.Contains("# why", text, StringComparison.Ordinal);
        Assert.Equal(("1", "2", "3"), (Value("/Systems/A"), Value("/Systems/B"), Value("/Resources/Sites/C")));
        Assert.Equal(Mode, File.GetUnixFileMode(_configuration.Path));
        Assert.Single(Directory.GetFiles(_folder.FullPath));
    }

    [Fact]
    public async Task Change_ThatIsCancelled_LeavesTheFileAndNothingElse()
    {
        Write("A = 1\n");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _configuration.ChangeAsync([KeyValuePair.Create("/A", "2")], new CancellationToken(true)));

        Assert.Equal("1", Value("/A"));
        Assert.Single(Directory.GetFiles(_folder.FullPath));
    }

    [Fact]
    public void Read_NoInstallation_SaysWhereAndWhatToDo()
    {
        var error = Assert.Throws<DiracException>(_configuration.Read);

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains(_folder.FullPath, error.Message, StringComparison.Ordinal);
        Assert.Contains("dirac up", error.Advice, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string? Value(string path) => _configuration.Read().GetOption(path);

    private void Write(string text)
    {
        File.WriteAllText(_configuration.Path, text);
        File.SetUnixFileMode(_configuration.Path, Mode);
    }
}

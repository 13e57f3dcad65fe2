using Dirac.Framework.Accounts;
using FsCheck.Xunit;

namespace Dirac.Framework.Tests.Accounts;

public sealed class UserNamesTests
{
    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("ann@example.org", "ann")]
    [InlineData("Ann Lee", "Ann_Lee")]
    [InlineData("../etc", "etc")]
    [InlineData("žofie", "ofie")]
    [InlineData("", "user")]
    [InlineData(null, "user")]
    public void Suggest_Wanted_BecomesAGoodName(string? wanted, string name) => Assert.Equal(name, UserNames.Suggest(wanted, new HashSet<string>()));

    [Fact]
    public void Suggest_Taken_GetsANumber() => Assert.Equal("ann_2", UserNames.Suggest("ann", new HashSet<string> { "ann", "ann_1" }));

    [Property(MaxTest = 500)]
    public bool Suggest_AnyText_IsAGoodNameThatIsFree(string? wanted, string[] taken)
    {
        var names = taken.Where(name => name is not null).ToHashSet();
        var suggested = UserNames.Suggest(wanted, names);
        return UserNames.IsGood(suggested) && !names.Contains(suggested);
    }
}
